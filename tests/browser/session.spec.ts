// The session and the connection: what happens when either ends, and what is never kept.
import { picture } from "./support/pictures.ts";
import { expect, inside, row, signIn, test } from "./support/test.ts";

test("offline, expired, signed out elsewhere: nothing typed is lost and nothing secret stays", async ({ admin, gatehouse }) => {
  const context = admin.context();
  await admin.getByRole("link", { name: "User groups" }).click();
  await admin.getByRole("button", { name: "Create group" }).click();
  const dialog = admin.getByRole("dialog", { name: "Create group" });
  await dialog.getByLabel("Name").fill("Night shift");

  await test.step("offline: a banner, a change fails at once and is not sent later", async () => {
    await context.setOffline(true);
    await expect(admin.getByText("You are offline.")).toBeVisible();
    await dialog.getByRole("button", { name: "Create group" }).click();
    await expect(dialog.getByText("No connection")).toBeVisible();
    await picture(admin, "offline");
    await context.setOffline(false);
    await expect(admin.getByText("You are offline.")).toHaveCount(0);
    await expect(dialog.getByLabel("Name")).toHaveValue("Night shift");
    await expect(row(admin, "Night shift")).toHaveCount(0);
  });

  await test.step("expired: the password is asked for over the page, and what was typed is sent", async () => {
    const cookies = await context.cookies();
    await context.clearCookies();
    await dialog.getByRole("button", { name: "Create group" }).click();
    const expired = admin.getByRole("dialog", { name: "Your session has expired" });
    await expect(expired).toContainText(gatehouse.adminEmail);
    await picture(admin, "session-expired");
    await expired.getByLabel("Password", { exact: true }).fill("not this one");
    await expired.getByRole("button", { name: "Sign in" }).click();
    await expect(expired.getByText("The password is wrong.")).toBeVisible();
    await expired.getByLabel("Password", { exact: true }).fill(gatehouse.adminPassword);
    await expired.getByRole("button", { name: "Sign in" }).click();
    await expect(expired).toHaveCount(0);
    await expect(dialog.getByLabel("Name")).toHaveValue("Night shift");
    await dialog.getByRole("button", { name: "Create group" }).click();
    await expect(admin.getByRole("heading", { level: 1, name: "Night shift" })).toBeVisible();
    expect((await context.cookies()).length).toBe(cookies.length);
  });

  await test.step("what the browser keeps has no secret and no address of anybody", async () => {
    const kept = await admin.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    for (const secret of [gatehouse.adminEmail, gatehouse.adminPassword, "northwind.example", "csrf", "gh_"]) expect(kept).not.toContain(secret);
    expect(await admin.evaluate(() => document.cookie)).toBe("");
  });

  await test.step("signing out in one tab signs out in the other", async () => {
    const other = await context.newPage();
    await other.goto(gatehouse.baseUrl + inside(gatehouse, "audit"));
    await expect(other.getByRole("heading", { level: 1, name: "Audit trail" })).toBeVisible();
    await admin.getByRole("button", { name: /Your profile/ }).click();
    await admin.getByRole("menuitem", { name: "Sign out" }).click();
    for (const page of [admin, other]) await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await other.close();
  });

  await test.step("a wrong password and an unknown address are told alike", async () => {
    const told: string[] = [];
    for (const email of [gatehouse.adminEmail, "nobody@northwind.example"]) {
      await admin.goto(`${gatehouse.baseUrl}/login`);
      await expect(admin.getByLabel("E-mail")).toBeFocused();
      await signIn(admin, email, "quite the wrong password");
      told.push((await admin.getByRole("alert").textContent())!);
      await expect(admin.getByRole("textbox", { name: "Password" })).toHaveValue("");
    }
    expect(told[0]).toBe("E-mail or password is wrong.");
    expect(told[1]).toBe(told[0]);
    await expect(admin.getByLabel("E-mail")).toHaveAttribute("autocomplete", "username");
    await expect(admin.getByRole("textbox", { name: "Password" })).toHaveAttribute("autocomplete", "current-password");
  });
});
