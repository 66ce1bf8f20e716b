// Every page of the console's table of routes, light and dark, by axe; their consoles stay silent
// under the content security policy.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { addressOf, callerOf, outside, pages, seesAllPages, settled } from "./support/pages.ts";
import { picture } from "./support/pictures.ts";
import { expect, inside, test } from "./support/test.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${new URL(page.url()).pathname}: ${id} at ${target.join(" ")}: ${html.slice(0, 160)}`));
}

/** At 400 % of 1280 px, where 320 px are left: nothing is scrolled sideways, and what one reads has room. */
async function tooWide(page: Page, path: string): Promise<string[]> {
  const before = page.viewportSize()!;
  await page.setViewportSize({ width: 320, height: 480 });
  await picture(page, `narrow-${path.replace(/\W+/g, "-")}`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const main = await page.getByRole("main").evaluate((element) => element.scrollWidth - element.clientWidth);
  const list = page.getByRole("main").locator("[data-scroll-restoration-id]");
  const room = (await list.count()) > 0 ? (await list.first().boundingBox())!.height : 300;
  await page.setViewportSize(before);
  return [
    ...(wider > 0 || main > 0 ? [`${path}: ${Math.max(wider, main)} px wider than 320 px`] : []),
    ...(room < 200 ? [`${path}: the list has ${room} px`] : []),
  ];
}

test("the table of routes is read", () => {
  expect(outside).toContain("login");
  expect(pages).toContain("access/users/$id");
  expect(seesAllPages).toBe(true);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`pages before the gate, ${colorScheme}`, async ({ gatehouse, openContext }) => {
    const page = await (await openContext()).newPage();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    const secrets: Record<string, string> = { reset: "#gh_pw_unknown", invite: "#gh_inv_unknown" };
    for (const path of [...outside, "no/such/page"]) {
      await page.goto("about:blank");
      await page.goto(`${gatehouse.baseUrl}/${path}${secrets[path] ?? ""}`);
      await settled(page);
      found.push(...(await violations(page)));
    }
    expect(found).toEqual([]);
  });

  test(`every page of the organization, ${colorScheme}`, async ({ admin, gatehouse }) => {
    test.setTimeout(240_000);
    const call = await callerOf(gatehouse);
    await call("applications", { service: "records", name: "Records", types: ["record"], actions: ["read", "write"] });
    await admin.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    for (const path of pages) {
      await admin.goto(gatehouse.baseUrl + inside(gatehouse, await addressOf(call, path)));
      await settled(admin);
      await picture(admin, `${colorScheme}-${path.replace(/\W+/g, "-")}`);
      found.push(...(await violations(admin)));
      if (colorScheme === "light") found.push(...(await tooWide(admin, path)));
    }
    expect(found).toEqual([]);
  });

  test(`what lies over pages, ${colorScheme}`, async ({ admin, gatehouse }) => {
    test.setTimeout(180_000);
    await admin.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    const check = async (name: string) => {
      await picture(admin, `${colorScheme}-${name}`);
      found.push(...(await violations(admin)));
    };
    const open = async (path: string) => {
      await admin.goto(gatehouse.baseUrl + inside(gatehouse, path));
      await settled(admin);
    };
    for (const [path, dialog] of [
      ["access/users?open=invite", "Invite users"],
      ["access/users?open=create", "Create user"],
      ["access/service-users?open=create", "Create service user"],
      ["access/groups?open=create", "Create group"],
      ["applications?open=create", "Add application"],
    ] as const) {
      await open(path);
      await expect(admin.getByRole("dialog", { name: dialog })).toBeVisible();
      await check(dialog);
    }
    await open("access/users");
    await admin.keyboard.press("?");
    await expect(admin.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await check("shortcuts");
    await admin.keyboard.press("Escape");
    await admin.getByRole("checkbox", { name: "Select Nadia Haddad" }).check();
    await expect(admin.getByRole("region", { name: "Selected users" })).toBeVisible();
    await check("bulk");
    await admin.getByText("nadia@northwind.example").click();
    await expect(admin.getByRole("complementary", { name: "Nadia Haddad" }).getByText("ReadOnly")).toBeVisible();
    await check("panel");
    await admin.getByRole("button", { name: "Deactivate User" }).click();
    await expect(admin.getByRole("alertdialog")).toBeVisible();
    await check("confirm");
    const id = new URL(admin.url()).searchParams.get("user");
    await open(`access/users/${id}?tab=access&action=config:update&resource=config:plan/*`);
    await expect(admin.getByRole("region", { name: "REFUSED" })).toBeVisible();
    await check("check-access");
    await open(`access/users/${id}?tab=audit`);
    await check("user-audit");
    await open("access/users?q=nobody+at+all");
    await expect(admin.getByText("No user matches")).toBeVisible();
    await check("empty");
    await open("access/users/00000000-0000-7000-8000-000000000000");
    await check("missing");
    await open("access/users");
    await admin.getByRole("button", { name: /^Actions for Nadia Haddad/ }).click();
    await admin.getByRole("menuitem", { name: "Copy link" }).hover();
    // Mantine puts menus beside the landmarks.
    await picture(admin, `${colorScheme}-menu`);
    found.push(...(await violations(admin)).filter((one) => !one.includes(": region at ")));
    await admin.getByRole("menuitem", { name: "Copy link" }).click();
    await expect(admin.getByText("Link copied")).toBeVisible();
    await check("toast");
    await admin.route("**/api/organizations/*/permissionpolicies?*", (route) =>
      route.fulfill({ status: 400, contentType: "application/problem+json", body: JSON.stringify({ message: "This cannot be read.", code: "invalid_input", requestId: "request-1" }) }));
    await admin.getByRole("link", { name: "Permission policies" }).click();
    await expect(admin.getByText("This cannot be read.")).toBeVisible();
    await check("error");
    expect(found).toEqual([]);
  });
}
