// Every test has a fresh server and browser contexts whose consoles must stay silent.
import { test as base, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { makeFolder, startDemo, type Credentials, type Demo } from "./server.ts";

// Chromium reports each answer of 4xx, and that it is offline when a test made it so; those are no faults.
const answers = /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)/;

export type OpenContext = () => Promise<BrowserContext>;

type Fixtures = {
  /** Users of the demo beside those that are always there. */
  demoUsers: number;
  /** A further browser, as another person has it. */
  openContext: OpenContext;
  gatehouse: Demo;
  /** Signed in as the demo's administrator, on the users' list. */
  admin: Page;
  /** Signed in as the demo's member, who holds ReadOnly. */
  member: Page;
};

export const test = base.extend<Fixtures>({
  demoUsers: [0, { option: true }],

  openContext: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async () => {
      const context = await watched(browser, complaints);
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
    expect(complaints, "messages in the browser's console").toEqual([]);
  },

  gatehouse: async ({ demoUsers }, use) => {
    const folder = makeFolder();
    try {
      const server = await startDemo(folder.path, demoUsers);
      try {
        await use(server.demo);
      } finally {
        await server.stop();
      }
    } finally {
      folder.remove();
    }
  },

  admin: async ({ gatehouse, openContext }, use) => {
    await use(await enter(await openContext(), gatehouse.baseUrl, gatehouse.adminEmail, gatehouse.adminPassword));
  },

  member: async ({ gatehouse, openContext }, use) => {
    await use(await enter(await openContext(), gatehouse.baseUrl, gatehouse.memberEmail, gatehouse.memberPassword));
  },
});

async function watched(browser: Browser, complaints: string[]): Promise<BrowserContext> {
  const context = await browser.newContext();
  context.on("console", (message) => {
    if (!["error", "warning"].includes(message.type()) || answers.test(message.text())) return;
    complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(error.error().stack ?? error.error().message));
  return context;
}

/** Signs in without the form, which has tests of its own. */
async function enter(context: BrowserContext, baseUrl: string, email: string, password: string): Promise<Page> {
  const page = await context.newPage();
  const answer = await context.request.post(`${baseUrl}/api/session`, {
    data: { email, password },
    headers: { Origin: baseUrl },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  await page.goto(baseUrl);
  await expect(page.getByRole("table", { name: "Users" })).toBeVisible();
  return page;
}

export async function signIn(page: Page, email: string, password: string) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Types it into both fields of a form that asks for a new password. */
export async function chooseNewPassword(page: Page, password: string) {
  await page.getByRole("textbox", { name: "New password", exact: true }).fill(password);
  await page.getByRole("textbox", { name: "Repeat the new password" }).fill(password);
}

/** Types into a field that picks several, takes the option and leaves the field. */
export async function pick(page: Page, label: string, typed: string, option: RegExp) {
  await page.getByRole("dialog").getByLabel(label).fill(typed);
  await page.getByRole("option", { name: option }).click();
  await page.keyboard.press("Tab");
}

/** The address of a page inside the organization. */
export const inside = ({ organizationId }: Credentials, path: string) => `/o/${organizationId}/${path}`;

export const row = (page: Page, name: string) => page.getByRole("row", { name: new RegExp(name) });

export { expect };
