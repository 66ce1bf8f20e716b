// Settings › Access › Users: the list, the panel, the details, and one's own profile.
import { mailTo } from "./support/mail.ts";
import { picture } from "./support/pictures.ts";
import { expect, pick, row, test } from "./support/test.ts";

test("search, filter and sort stand in the address and survive a reload", async ({ admin }) => {
  await admin.getByRole("searchbox", { name: "Search name or e-mail" }).fill("no");
  await expect(row(admin, "tomas@northwind.example")).toBeVisible();
  await expect(admin).toHaveURL(/[?&]q=no/);
  await admin.getByRole("checkbox", { name: "Display Disabled" }).check();
  await expect(admin).toHaveURL(/status=all/);
  await admin.getByRole("columnheader", { name: /Email address/ }).getByRole("button").click();
  await expect(admin).toHaveURL(/sort=email/);
  await admin.reload();
  await expect(admin.getByRole("searchbox", { name: "Search name or e-mail" })).toHaveValue("no");
  await expect(admin.getByRole("checkbox", { name: "Display Disabled" })).toBeChecked();
  await expect(admin.getByRole("columnheader", { name: /Email address/ })).toHaveAttribute("aria-sort", "ascending");
  await admin.getByRole("searchbox", { name: "Search name or e-mail" }).fill("nobody at all");
  await expect(admin.getByText("No user matches")).toBeVisible();
});

test("the keyboard walks the list, and the panel follows", async ({ admin }) => {
  const rows = admin.getByRole("table", { name: "Users" }).getByRole("row").filter({ hasText: "@" });
  await rows.first().focus();
  await admin.keyboard.press("Enter");
  const panel = admin.getByRole("complementary");
  await expect(panel).toContainText("Ada Berger");
  await admin.keyboard.press("ArrowDown");
  await expect(panel).toContainText("Grace Lindqvist");
  await expect(rows.nth(1)).toBeFocused();
  await admin.keyboard.press("ArrowUp");
  await expect(panel).toContainText("Ada Berger");
  await admin.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(rows.first()).toBeFocused();
});

test("a click on the row opens the panel, on the name the details", async ({ admin, openContext: _ }) => {
  await row(admin, "grace@northwind.example").getByText("ACTIVE").click();
  const panel = admin.getByRole("complementary", { name: "Grace Lindqvist" });
  await expect(panel.getByRole("region", { name: "User Groups" }).getByRole("link", { name: "Finance" })).toBeVisible();
  await picture(admin, "console-users");
  await admin.getByRole("link", { name: "Grace Lindqvist" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Grace Lindqvist" })).toBeVisible();
  const id = /users\/([^/?]+)/.exec(admin.url())![1]!;
  await admin.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await admin.getByRole("button", { name: "Copy the user ID" }).click();
  expect(await admin.evaluate(() => navigator.clipboard.readText())).toBe(id);
  await expect(admin.getByText("Created", { exact: true })).toBeVisible();
  await expect(admin.getByText("Last modified", { exact: true })).toBeVisible();
  await picture(admin, "user-details");
  await admin.getByRole("tab", { name: "Audit Trail" }).click();
  await expect(admin).toHaveURL(/tab=audit/);
});

test("Edit: full name, company, initials, title; the user name stays", async ({ admin }) => {
  await row(admin, "grace@northwind.example").getByRole("button", { name: /^Actions/ }).click();
  await admin.getByRole("menuitem", { name: "Edit" }).click();
  const dialog = admin.getByRole("dialog", { name: "Grace Lindqvist" });
  await expect(dialog.getByLabel("Title")).toHaveValue("Accountant");
  await dialog.getByLabel("Full name").fill("Grace E. Lindqvist");
  await dialog.getByLabel("Company").fill("Lindqvist & Partner");
  await dialog.getByLabel("Initials").fill("GEL");
  await dialog.getByLabel("Title").fill("Head of accounting");
  await picture(admin, "edit-user");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("Grace E. Lindqvist is saved")).toBeVisible();
  await admin.getByRole("searchbox", { name: "Search name or e-mail" }).fill("grace e");
  await admin.getByRole("link", { name: "Grace E. Lindqvist" }).click();
  const details = admin.getByRole("region", { name: "Details" });
  for (const text of ["Grace E. Lindqvist", "In their own profile: Grace Lindqvist", "Lindqvist & Partner", "GEL", "Head of accounting"]) {
    await expect(details).toContainText(text);
  }
  await expect(details.getByText("grace", { exact: true })).toBeVisible();
  await picture(admin, "user-properties");
  await admin.getByRole("tab", { name: "Audit Trail" }).click();
  await expect(admin.getByRole("table", { name: "Audit trail of Grace E. Lindqvist" })).toContainText("Grace Lindqvist");
});

test("two people with the same address before the @ get user names with company and number", async ({ admin }) => {
  const create = async (email: string, company: string) => {
    await admin.getByRole("button", { name: "Create user" }).click();
    const dialog = admin.getByRole("dialog", { name: "Create user" });
    await dialog.getByLabel("Email address").fill(email);
    await dialog.getByLabel("First name").fill("Jo");
    await dialog.getByLabel("Last name").fill("Twin");
    await dialog.getByLabel("Company").fill(company);
    await dialog.getByRole("button", { name: "Create user" }).click();
    await expect(dialog).toHaveCount(0);
  };
  await create("jo.twin@one.example", "Initech");
  await create("jo.twin@two.example", "Initech");
  await create("jo.twin@three.example", "Initech");
  await admin.getByRole("button", { name: "Columns" }).click();
  await admin.getByRole("checkbox", { name: "User name" }).check();
  await admin.getByRole("checkbox", { name: "Company" }).check();
  await admin.keyboard.press("Escape");
  await admin.getByRole("searchbox", { name: "Search name or e-mail" }).fill("jo.twin_init");
  await expect(row(admin, "jo.twin@two.example")).toContainText("jo.twin_initech");
  await expect(row(admin, "jo.twin@three.example")).toContainText("jo.twin_initech_1");
  await expect(row(admin, "jo.twin@one.example")).toHaveCount(0);
  await picture(admin, "user-names");
});

test("deactivate, undo, deactivate, activate again", async ({ admin }) => {
  await admin.getByRole("link", { name: "Tomas Novak" }).click();
  const deactivate = async () => {
    await admin.getByRole("button", { name: "Deactivate User" }).click();
    const question = admin.getByRole("alertdialog", { name: "Deactivate Tomas Novak?" });
    await expect(question).toContainText("they stay in the organization, can be activated again");
    await question.getByRole("button", { name: "Deactivate" }).click();
    await expect(admin.getByRole("button", { name: "Activate User" })).toBeVisible();
  };
  await deactivate();
  await admin.getByRole("button", { name: "Undo" }).click();
  await expect(admin.getByRole("button", { name: "Deactivate User" })).toBeVisible();
  await deactivate();
  await picture(admin, "user-inactive");
  await admin.getByRole("link", { name: "Users", exact: true }).click();
  await expect(row(admin, "ada@northwind.example")).toBeVisible();
  await expect(row(admin, "tomas@northwind.example")).toHaveCount(0);
  await admin.getByRole("checkbox", { name: "Display Disabled" }).check();
  await expect(row(admin, "tomas@northwind.example")).toContainText("INACTIVE");
  await admin.getByRole("link", { name: "Tomas Novak" }).click();
  await admin.getByRole("button", { name: "Activate User" }).click();
  await expect(admin.getByRole("button", { name: "Deactivate User" })).toBeVisible();
});

test("policies and groups of a user are added and taken away", async ({ admin }) => {
  await admin.getByRole("link", { name: "Grace Lindqvist" }).click();
  const policies = admin.getByRole("region", { name: "Permission Policies" });
  await policies.getByRole("button", { name: "Add Permission Policy" }).click();
  const dialog = admin.getByRole("dialog", { name: "Add Permission Policy" });
  await pick(admin, "Permission policies", "Billing", /BillingOperator/);
  await dialog.getByRole("button", { name: "Add Permission Policy" }).click();
  await policies.getByRole("button", { name: "Delete BillingOperator" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  // Through her group she still has it.
  await expect(policies.getByRole("listitem")).toHaveText(/BillingOperator.*through Finance/);
  await expect(policies.getByRole("button", { name: "Delete BillingOperator" })).toHaveCount(0);

  const groups = admin.getByRole("region", { name: "User Groups" });
  await groups.getByRole("button", { name: "Add to Groups" }).click();
  await pick(admin, "User groups", "Customer", /Customer support/);
  await admin.getByRole("dialog").getByRole("button", { name: "Add to Groups" }).click();
  await expect(groups.getByRole("link", { name: "Customer support" })).toBeVisible();
});

test("a temporary password is sent again by administrators only", async ({ admin, member, gatehouse }) => {
  for (const page of [admin, member]) await row(page, "nadia@northwind.example").getByText("ACTIVE").click();
  const resend = { name: "Resend temporary password" };
  await expect(member.getByRole("complementary", { name: "Nadia Haddad" })).toContainText("ReadOnly");
  await expect(member.getByRole("button", resend)).toHaveCount(0);
  await expect(member.getByRole("button", { name: "Deactivate User" })).toHaveCount(0);
  await admin.getByRole("complementary").getByRole("button", resend).click();
  await expect(admin.getByText("A new temporary password is on its way")).toBeVisible();
  const mail = await mailTo(gatehouse.outboxDir, "nadia@northwind.example", /./);
  expect(mail.text).toMatch(/temporary password/i);
});

test("one's own profile: Edit Profile, Update, another colour", async ({ admin }) => {
  const profile = admin.getByRole("button", { name: /Your profile/ });
  const colour = () => profile.locator("span").first().evaluate((span) => getComputedStyle(span).backgroundColor);
  const before = await colour();
  await profile.click();
  await admin.getByRole("menuitem", { name: "Edit Profile" }).click();
  const dialog = admin.getByRole("dialog", { name: "Edit Profile" });
  await dialog.getByLabel("First name").fill("Zoë");
  await dialog.getByLabel("Last name").fill("Quill");
  await picture(admin, "edit-profile");
  await dialog.getByRole("button", { name: "Update" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(admin.getByRole("button", { name: "Your profile, Zoë Quill" })).toBeVisible();
  expect(await colour()).not.toBe(before);
  await expect(admin.getByRole("link", { name: "Zoë Quill" })).toBeVisible();
});

test("beside the panel the list keeps everything of its rows in sight", async ({ admin }) => {
  await admin.setViewportSize({ width: 1280, height: 800 });
  await row(admin, "grace@northwind.example").getByText("ACTIVE").click();
  await expect(admin.getByRole("complementary", { name: "Grace Lindqvist" })).toBeVisible();
  const list = admin.locator("[data-scroll-restoration-id=Users]");
  await expect.poll(() => list.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  const menu = (await row(admin, "grace@northwind.example").getByRole("button", { name: /^Actions for/ }).boundingBox())!;
  const bounds = (await list.boundingBox())!;
  expect(menu.x + menu.width).toBeLessThanOrEqual(bounds.x + bounds.width - 16);
});
