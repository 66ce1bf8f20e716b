// Every page, light and dark, by axe; their consoles stay silent under the content security policy.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { picture } from "./support/pictures.ts";
import { expect, inside, test } from "./support/test.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${new URL(page.url()).pathname}: ${id} at ${target.join(" ")}: ${html.slice(0, 160)}`));
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`pages before the gate, ${colorScheme}`, async ({ gatehouse, openContext }) => {
    const page = await (await openContext()).newPage();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    for (const path of ["login", "forgot", "reset#gh_pw_unknown", "invite#gh_inv_unknown", "no/such/page"]) {
      await page.goto("about:blank");
      await page.goto(`${gatehouse.baseUrl}/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      found.push(...(await violations(page)));
    }
    expect(found).toEqual([]);
  });

  test(`pages of the organization, ${colorScheme}`, async ({ admin, gatehouse }) => {
    test.setTimeout(150_000);
    await admin.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const found: string[] = [];
    const check = async (name: string) => {
      await picture(admin, `${colorScheme}-${name}`);
      found.push(...(await violations(admin)));
    };
    const open = async (path: string, table?: string) => {
      await admin.goto(gatehouse.baseUrl + inside(gatehouse, path));
      await expect(admin.getByRole("heading", { level: 1 })).toBeVisible();
      if (table) await expect(admin.getByRole("table", { name: table })).toHaveAttribute("aria-busy", "false");
    };
    const details = async (path: string, table: string, name: string) => {
      await open(path, table);
      await check(path.replace(/\W/g, "-"));
      await admin.getByRole("link", { name }).click();
      await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();
      await expect(admin.getByText("Last modified", { exact: true })).toBeVisible();
      await check(`${path.replace(/\W/g, "-")}-one`);
    };
    await details("access/users", "Users", "Nadia Haddad");
    await details("access/service-users", "Service users", "Automation");
    await details("access/groups", "User groups", "Finance");
    await details("access/policies", "Permission policies", "UserManager");
    await admin.getByRole("link", { name: "Edit" }).click();
    await expect(admin.getByRole("button", { name: /Save/ })).toBeVisible();
    await check("policy-edit");
    await open("access/policies/new");
    await check("policy-new");
    await open("access/invitations");
    await expect(admin.getByText("No invitations yet")).toBeVisible();
    await check("invitations-empty");
    await open("access/support");
    await check("support");
    await open("audit", "Audit trail");
    await check("audit");
    await open("access/users?open=invite", "Users");
    await expect(admin.getByRole("dialog", { name: "Invite users" })).toBeVisible();
    await check("invite");
    await open("access/users", "Users");
    await admin.getByText("nadia@northwind.example").click();
    await expect(admin.getByRole("complementary", { name: "Nadia Haddad" }).getByText("ReadOnly")).toBeVisible();
    await check("panel");
    await admin.getByRole("button", { name: "Deactivate User" }).click();
    await expect(admin.getByRole("alertdialog")).toBeVisible();
    await check("confirm");
    expect(found).toEqual([]);
  });
}
