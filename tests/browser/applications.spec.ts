// Applications: their words, what policies make of them, and why a user may do something there.
import { picture } from "./support/pictures.ts";
import { expect, row, test } from "./support/test.ts";

test("an application's words reach a policy, everybody, and Check access", async ({ admin }) => {
  await admin.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Applications" }).click();
  await expect(admin.getByText("No applications yet")).toBeVisible();
  await admin.getByRole("button", { name: "Add application" }).click();
  const dialog = admin.getByRole("dialog", { name: "Add application" });
  await dialog.getByLabel("Name").fill("Records");
  await dialog.getByLabel("Service").fill("records");
  await dialog.getByLabel("Resource types").pressSequentially("record;");
  await dialog.getByLabel("Actions").pressSequentially("read;write;");
  await dialog.getByRole("button", { name: "Add application" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Records" })).toBeVisible();
  await expect(admin.getByText("records:write", { exact: true })).toBeVisible();
  await picture(admin, "application");

  await admin.getByRole("link", { name: "Access", exact: true }).click();
  await admin.getByRole("link", { name: "Permission policies" }).click();
  await admin.getByRole("link", { name: "Create policy" }).click();
  await admin.getByLabel("Name").fill("Readers");
  await admin.getByRole("textbox", { name: "Actions" }).fill("records:r");
  await admin.getByRole("option", { name: "records:read" }).click();
  await admin.getByRole("textbox", { name: "Resources" }).pressSequentially("records:record/*;");
  await admin.getByRole("button", { name: "Create policy" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Readers" })).toBeVisible();
  const everybody = admin.getByRole("region", { name: /Given to Everybody/ });
  await everybody.getByRole("button", { name: "Give to" }).click();
  await admin.getByRole("menuitem", { name: "All users" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Give" }).click();
  await expect(everybody.getByText("All users")).toBeVisible();
  await picture(admin, "policy-everybody");

  await admin.getByRole("link", { name: "Access", exact: true }).click();
  await admin.getByRole("link", { name: "Tomas Novak" }).click();
  await admin.getByRole("tab", { name: "Check access" }).click();
  await admin.getByRole("combobox", { name: "Action" }).fill("records:read");
  await admin.getByRole("combobox", { name: "Resource type" }).fill("records:record");
  await admin.getByLabel("Item ID").fill("R 7");
  await admin.getByRole("button", { name: "Check access" }).click();
  const allowed = admin.getByRole("region", { name: "ALLOWED" });
  await expect(allowed.getByLabel("The way to the statement")).toContainText(/All users.*Readers.*statement 1/);
  await admin.getByRole("combobox", { name: "Action" }).fill("records:write");
  await admin.getByRole("button", { name: "Check access" }).click();
  await expect(admin.getByRole("region", { name: "REFUSED" })).toContainText("The smallest grant that would allow it");
  await admin.getByRole("combobox", { name: "Action" }).fill("config:update");
  await admin.getByRole("combobox", { name: "Resource type" }).fill("config:plan");
  await admin.getByRole("button", { name: "Check access" }).click();
  await expect(admin.getByRole("region", { name: "REFUSED" }).getByRole("link", { name: "Customer support" })).toBeVisible();
  await picture(admin, "check-access");
  await admin.reload();
  await expect(admin.getByRole("region", { name: "REFUSED" }).getByRole("link", { name: "NoPricing" })).toBeVisible();

  await admin.getByRole("link", { name: "Applications" }).click();
  await row(admin, "Records").getByRole("link").click();
  await admin.getByRole("button", { name: "Delete" }).click();
  await admin.getByLabel("Type Records to confirm").pressSequentially("Records");
  await admin.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(admin.getByRole("alert")).toContainText("Readers");
});
