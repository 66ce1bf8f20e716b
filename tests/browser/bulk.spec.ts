// Many users at once, the columns and views of their list, and its export.
import { readFileSync } from "node:fs";
import { picture } from "./support/pictures.ts";
import { expect, pick, row, test } from "./support/test.ts";

const select = (page: Parameters<typeof row>[0], name: string) => page.getByRole("checkbox", { name: `Select ${name}` }).check();

test("several users are deactivated and brought back; oneself is left out", async ({ admin }) => {
  for (const name of ["Ada Berger", "Grace Lindqvist", "Tomas Novak"]) await select(admin, name);
  const bar = admin.getByRole("region", { name: "Selected users" });
  await expect(bar).toContainText("3 selected");
  await picture(admin, "bulk-bar");
  await bar.getByRole("button", { name: "Deactivate", exact: true }).click();
  const dialog = admin.getByRole("dialog", { name: "Deactivate 3 users?" });
  await expect(dialog).toContainText("This is you");
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(dialog).toContainText("2 done, 1 left out");
  await picture(admin, "bulk-result");
  await dialog.getByRole("button", { name: "Undo" }).click();
  await expect(dialog).toContainText("2 taken back");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(row(admin, "tomas@northwind.example")).toContainText("ACTIVE");
});

test("several users get an end date and a group", async ({ admin }) => {
  await select(admin, "Grace Lindqvist");
  await select(admin, "Nadia Haddad");
  await admin.getByRole("button", { name: "Set end date" }).click();
  const end = admin.getByRole("dialog", { name: "Set the access end date of 2 users" });
  await end.getByLabel("Access end date", { exact: true }).fill("28 Feb 2031");
  await admin.keyboard.press("Tab");
  await end.getByRole("button", { name: "Set end date" }).click();
  await expect(end).toContainText("2 done");
  await end.getByRole("button", { name: "Done" }).click();
  await expect(row(admin, "nadia@northwind.example")).toContainText("28 Feb 2031");
  await admin.getByRole("button", { name: "Add to group" }).click();
  await pick(admin, "User groups", "Fin", /Finance/);
  await admin.getByRole("dialog").getByRole("button", { name: "Add to Groups" }).click();
  await expect(admin.getByRole("dialog")).toContainText("2 done");
  await admin.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  // Grace was in it before.
  await expect(admin.getByRole("dialog")).toContainText("1 taken back");
});

test("columns, views and the export of what is shown", async ({ admin }) => {
  await admin.getByRole("button", { name: "Columns" }).click();
  await admin.getByRole("checkbox", { name: "Last sign-in" }).check();
  await admin.keyboard.press("Escape");
  await admin.getByRole("searchbox").fill("tomas");
  await expect(admin).toHaveURL(/q=tomas/);
  await admin.getByRole("button", { name: "Views" }).click();
  await admin.getByRole("menuitem", { name: "Save this view" }).click();
  await admin.getByRole("dialog").getByLabel("Name").fill("With no");
  await admin.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await admin.reload();
  await expect(admin.getByRole("columnheader", { name: "Last sign-in" })).toBeVisible();
  const waiting = admin.waitForEvent("download");
  await admin.getByRole("button", { name: "Export" }).click();
  await admin.getByRole("menuitem", { name: "CSV, the columns shown" }).click();
  const lines = readFileSync(await (await waiting).path(), "utf8").trim().split("\r\n");
  expect(lines[0]).toBe("Name,Email address,Status,Access end date,Last sign-in");
  expect(lines.slice(1)).toEqual([expect.stringContaining("tomas@northwind.example")]);
  await admin.getByRole("button", { name: "Views" }).click();
  await admin.getByRole("menuitem", { name: "Active users" }).click();
  await expect(row(admin, "ada@northwind.example")).toBeVisible();
  await admin.getByRole("button", { name: "Views" }).click();
  await admin.getByRole("menuitem", { name: "With no" }).click();
  await expect(admin).toHaveURL(/q=tomas/);
});
