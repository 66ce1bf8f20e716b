// Before the gate: first sign-in, invitations declined, forgotten passwords, deep links.
import { mailTo } from "./support/mail.ts";
import { picture } from "./support/pictures.ts";
import { chooseNewPassword, expect, inside, pick, row, signIn, test } from "./support/test.ts";

const password = "nine kites above the pier";

test("a created user signs in first with the mailed temporary password", async ({ admin, gatehouse, openContext }) => {
  await admin.getByRole("button", { name: "Create user" }).click();
  const dialog = admin.getByRole("dialog", { name: "Create user" });
  await dialog.getByLabel("Email address").fill("ines@northwind.example");
  await dialog.getByLabel("First name").fill("Inês");
  await dialog.getByLabel("Last name").fill("Duarte");
  await pick(admin, "Permission policies", "ReadO", /ReadOnly/);
  await dialog.getByRole("button", { name: "Create user" }).click();
  await expect(row(admin, "ines@northwind.example")).toBeVisible();

  const mail = await mailTo(gatehouse.outboxDir, "ines@northwind.example", /./);
  const temporary = /^Temporary password: (\S+)$/m.exec(mail.text)?.[1];
  expect(temporary, mail.text).toBeTruthy();
  const ines = await (await openContext()).newPage();
  const groups = inside(gatehouse, "access/groups");
  await ines.goto(gatehouse.baseUrl + groups);
  await signIn(ines, "ines@northwind.example", temporary!);
  await expect(ines.getByRole("heading", { name: "Choose your password" })).toBeVisible();
  await picture(ines, "first-sign-in");
  await chooseNewPassword(ines, password);
  await ines.getByRole("button", { name: "Set password and continue" }).click();
  await expect(ines).toHaveURL(gatehouse.baseUrl + groups);
  await expect(ines.getByRole("table", { name: "User groups" })).toBeVisible();
});

test("an invitation is declined and its link stops working", async ({ admin, gatehouse, openContext }) => {
  await admin.getByRole("button", { name: "Invite users" }).click();
  const dialog = admin.getByRole("dialog", { name: "Invite users" });
  await dialog.getByLabel("Email").fill("otto@elsewhere.example");
  await dialog.getByLabel("First name").fill("Otto");
  await dialog.getByLabel("Last name").fill("Brandt");
  await dialog.getByRole("button", { name: "Send" }).click();
  await expect(dialog.getByText("1 sent")).toBeVisible();

  const mail = await mailTo(gatehouse.outboxDir, "otto@elsewhere.example", /./);
  const otto = await (await openContext()).newPage();
  await otto.goto(mail.link);
  await otto.getByRole("button", { name: "Decline" }).click();
  await otto.getByRole("alertdialog").getByRole("button", { name: "Decline" }).click();
  await expect(otto.getByRole("heading", { name: "Invitation declined" })).toBeVisible();

  const again = await (await openContext()).newPage();
  await again.goto(mail.link);
  await expect(again.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible();
});

test("a forgotten password is replaced by a mailed link, once", async ({ gatehouse, openContext }) => {
  const page = await (await openContext()).newPage();
  await page.goto(gatehouse.baseUrl);
  await page.getByRole("link", { name: "Forgot password?" }).click();
  await page.getByLabel("E-mail").fill(gatehouse.memberEmail);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();

  const { link } = await mailTo(gatehouse.outboxDir, gatehouse.memberEmail, /password/i);
  await page.goto(link);
  await chooseNewPassword(page, password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("heading", { name: "Your password is changed" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signIn(page, gatehouse.memberEmail, gatehouse.memberPassword);
  await expect(page.getByRole("alert")).toHaveText("E-mail or password is wrong.");
  await signIn(page, gatehouse.memberEmail, password);
  await expect(page.getByRole("table", { name: "Users" })).toBeVisible();

  const again = await (await openContext()).newPage();
  await again.goto(link);
  await chooseNewPassword(again, `${password} again`);
  await again.getByRole("button", { name: "Set password" }).click();
  await expect(again.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});

test("a deep link leads on after signing in", async ({ gatehouse, openContext }) => {
  const page = await (await openContext()).newPage();
  const deep = `${gatehouse.baseUrl}${inside(gatehouse, "access/users")}?q=grace&sort=-email`;
  await page.goto(deep);
  await signIn(page, gatehouse.adminEmail, gatehouse.adminPassword);
  await expect(page).toHaveURL(deep);
  await expect(row(page, "grace@northwind.example")).toBeVisible();
});

test("unknown pages and other organizations say so", async ({ admin, gatehouse }) => {
  await admin.goto(`${gatehouse.baseUrl}/no/such/page`);
  await expect(admin.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  await admin.goto(gatehouse.baseUrl + inside(gatehouse.otherOrganization, "access/users"));
  await expect(admin.getByRole("heading", { name: "You have no access" })).toBeVisible();
  await admin.goto(gatehouse.baseUrl + inside(gatehouse, "access/users/00000000-0000-7000-8000-000000000000"));
  await expect(admin.getByRole("heading", { level: 1 })).toBeVisible();
});
