// A list of which only what one looks at is read, from whichever end is nearer.
import type { Page } from "@playwright/test";
import { callerOf } from "./support/pages.ts";
import { expect, test } from "./support/test.ts";

test.use({ demoUsers: 2000 });

const list = (page: Page) => page.locator("[data-scroll-restoration-id=Users]");
const place = (page: Page, index: number) => page.locator(`[role=row][data-index="${index}"]`);

/** The rows that are drawn: at which place, and whose. */
const drawn = (page: Page) =>
  page.locator("[role=row][data-index]").evaluateAll((rows) =>
    rows.map((row) => ({ place: Number(row.getAttribute("aria-rowindex")) - 2, text: row.textContent })));

/** Every address in the order of the list, page by page. */
async function inOrder(call: Awaited<ReturnType<typeof callerOf>>): Promise<string[]> {
  const emails: string[] = [];
  for (let token: string | null = ""; token !== null; ) {
    const page = (await call(`users?status=ACTIVE&sort=name&pageSize=200${token && `&nextToken=${encodeURIComponent(token)}`}`)) as unknown as
      { data: { email: string }[]; nextToken: string | null };
    emails.push(...page.data.map(({ email }) => email));
    token = page.nextToken;
  }
  return emails;
}

test("End leads to the last of two thousand users, Home to the first, and each stands at its place wherever one scrolls", async ({ admin, gatehouse }) => {
  const emails = await inOrder(await callerOf(gatehouse));
  const last = emails.length - 1;
  expect(last).toBeGreaterThan(1500);
  const asked: URL[] = [];
  admin.on("request", (request) => {
    const url = new URL(request.url());
    if (url.searchParams.get("pageSize") === "100" && url.pathname.endsWith("/users")) asked.push(url);
  });

  await admin.keyboard.press("j");
  await expect(place(admin, 0)).toBeFocused();
  await admin.keyboard.press("End");
  await expect(place(admin, last)).toBeFocused();
  await expect(place(admin, last)).toHaveAttribute("aria-rowindex", String(last + 2));
  await expect(place(admin, last)).toContainText(emails[last]!);
  expect(asked.map(({ searchParams }) => searchParams.get("sort"))).toEqual(["-name"]);

  // With a panel open, which follows; what is not read is not walked over.
  await admin.keyboard.press("ArrowUp");
  await admin.keyboard.press("Enter");
  const panel = admin.getByRole("complementary");
  await expect(panel).toContainText(emails[last - 1]!);
  await admin.keyboard.press("Home");
  await expect(place(admin, 0)).toBeFocused();
  await expect(panel).toContainText(emails[0]!);
  await admin.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);

  // To the middle by the scroll bar, then up and down in steps until all is read.
  const middle = last >> 1;
  await list(admin).evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight / 2));
  await expect(place(admin, middle)).toContainText(emails[middle]!);
  for (const part of [0.2, 0.7, 0.5, 0.9, 0.6, 0.4]) {
    await list(admin).evaluate((scroller, to) => (scroller.scrollTop = scroller.scrollHeight * to), part);
    await expect(place(admin, Math.round(emails.length * part) + 3)).toBeVisible();
    const rows = await drawn(admin);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row.text, `place ${row.place}`).toContain(emails[row.place]);
  }
  const read = asked.map((url) => url.search);
  expect(new Set(read).size, "no page is read twice").toBe(read.length);
});

test("a range over users that are not read selects only what was pointed at", async ({ admin }) => {
  await place(admin, 0).getByRole("checkbox").click();
  await place(admin, 0).focus();
  await admin.keyboard.press("End");
  const last = admin.locator("[role=row]:focus");
  await expect(last).not.toHaveAttribute("data-index", "0");
  await last.getByRole("checkbox").click({ modifiers: ["Shift"] });
  await expect(admin.getByText("2 selected", { exact: true })).toBeVisible();
});

test("a long list is not read again because one looks at the window again", async ({ admin }) => {
  await place(admin, 0).focus();
  for (let page = 1; page <= 5; page++) {
    await list(admin).evaluate((scroller, to) => (scroller.scrollTop = to), page * 100 * 48 - 700);
    await expect(place(admin, page * 100)).toBeAttached();
  }
  await admin.clock.install();
  await admin.clock.fastForward(60_000);
  const asked: string[] = [];
  admin.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await admin.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await admin.keyboard.press("c");
  await expect(admin.getByRole("dialog", { name: "Invite users" })).toBeVisible();
  expect(asked.filter((path) => path.endsWith("/users")).length).toBeLessThan(5);
});

test("a page that cannot be read is asked for once, and again when one wants it", async ({ admin }) => {
  let asked = 0;
  await admin.route(/\/users\?.*nextToken=/, async (route) => {
    asked++;
    await route.fulfill({ status: 429, contentType: "application/problem+json", body: JSON.stringify({ status: 429, code: "rate_limited", message: "too many requests" }) });
  });
  await expect(place(admin, 2)).toBeVisible();
  await list(admin).evaluate((scroller) => (scroller.scrollTop = 90 * 48));
  const alert = admin.getByRole("alert");
  await expect(alert).toContainText("Too many");
  // Whatever is drawn anew meanwhile.
  await place(admin, 90).hover();
  await list(admin).evaluate((scroller) => (scroller.scrollTop = 80 * 48));
  await expect(place(admin, 80)).toBeVisible();
  expect(asked).toBe(1);
  await admin.unroute(/\/users\?.*nextToken=/);
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toHaveCount(0);
  await list(admin).evaluate((scroller) => (scroller.scrollTop = 120 * 48));
  await expect(place(admin, 121)).toBeVisible();
});
