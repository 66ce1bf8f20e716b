// The main job again, without a mouse: every stop of Tab shows where one is, and no dialog loses the place.
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** Whether one can see that the element with the focus has it: a ring, or the border of a text field. */
const isFocusSeen = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    if (element === document.body || !element.checkVisibility()) return false;
    const isText = element.matches("input:not([type=checkbox]), textarea");
    return isText || getComputedStyle(element).outlineStyle !== "none";
  });

/** Presses Tab until the element has the focus. */
async function tabTo(target: Locator, most = 40) {
  const page = target.page();
  await expect(target).toBeVisible();
  for (let stops = 0; stops < most; stops++) {
    await page.keyboard.press("Tab");
    expect(await isFocusSeen(page), `the focus is seen on ${await page.locator(":focus").first().evaluate((element) => element.outerHTML)}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${target}`);
}

test("inviting, giving a policy, deactivating, undo and the audit trail by keyboard alone", async ({ gatehouse, openContext }) => {
  // Every Tab is looked at.
  test.setTimeout(240_000);
  const page = await (await openContext()).newPage();
  const { keyboard } = page;
  const type = (text: string) => keyboard.type(text);

  await test.step("signs in", async () => {
    await page.goto(gatehouse.baseUrl);
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await type(gatehouse.adminEmail);
    await tabTo(page.getByRole("textbox", { name: "Password" }), 1);
    await type(gatehouse.adminPassword);
    await keyboard.press("Enter");
    await expect(page.getByRole("row", { name: /Tomas Novak/ })).toBeVisible();
  });

  await test.step("invites somebody", async () => {
    await expect(page.getByRole("heading", { level: 1, name: "Access" })).toBeFocused();
    const invite = page.getByRole("button", { name: "Invite users" });
    await tabTo(invite);
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Invite users" });
    await expect(dialog.getByLabel("Email")).toBeFocused();
    await type("lea@partner.example;");
    await tabTo(dialog.getByRole("textbox", { name: "Add to Groups" }));
    await type("fin");
    await expect(page.getByRole("option", { name: /Finance/ })).toBeVisible();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await expect(dialog.getByRole("button", { name: "Remove Finance" })).toBeVisible();
    await tabTo(dialog.getByRole("button", { name: /^Send/ }));
    await keyboard.press("Enter");
    await expect(dialog.getByText("1 sent")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Done" })).toBeFocused();
    await keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(invite).toBeFocused();
  });

  const panel = page.getByRole("complementary", { name: "Tomas Novak" });
  await test.step("finds a user and gives a policy", async () => {
    await keyboard.press("/");
    await type("tomas");
    await expect(page.getByRole("row", { name: /Ada Berger/ })).toHaveCount(0);
    await tabTo(page.getByRole("row", { name: /Tomas Novak/ }));
    await keyboard.press("Enter");
    const add = panel.getByRole("button", { name: "Add Permission Policy" });
    await tabTo(add);
    await keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Add Permission Policy" });
    await expect(dialog.getByRole("textbox", { name: "Permission policies" })).toBeFocused();
    await type("Billing");
    await expect(page.getByRole("option")).toHaveCount(1);
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await tabTo(dialog.getByRole("button", { name: "Add Permission Policy" }));
    await keyboard.press("Enter");
    await expect(panel.getByRole("link", { name: "BillingOperator" })).toBeVisible();
    await expect(add).toBeFocused();
  });

  await test.step("deactivates, and takes it back", async () => {
    await tabTo(panel.getByRole("button", { name: "Deactivate User" }));
    await keyboard.press("Enter");
    const confirm = page.getByRole("alertdialog", { name: "Deactivate Tomas Novak?" });
    await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
    await tabTo(confirm.getByRole("button", { name: "Deactivate" }), 1);
    await keyboard.press("Enter");
    await expect(page.getByText("Tomas Novak is deactivated")).toBeVisible();
    await expect(panel.getByRole("button", { name: "Activate User" })).toBeFocused();
    await keyboard.press("F6");
    await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
    await keyboard.press("Enter");
    await expect(panel.getByRole("button", { name: "Deactivate User" })).toBeFocused();
  });

  await test.step("reads it in the audit trail", async () => {
    await keyboard.press("Escape");
    await expect(panel).toHaveCount(0);
    await expect(page.getByRole("row", { name: /Tomas Novak/ })).toBeFocused();
    await keyboard.press("g");
    await keyboard.press("a");
    await expect(page.getByRole("heading", { level: 1, name: "Audit trail" })).toBeFocused();
    const details = page.getByRole("button", { name: /^Details of user.deactivate, Tomas Novak/ });
    await tabTo(details);
    await keyboard.press("Enter");
    await expect(page.getByRole("table", { name: "Before and after" })).toContainText("INACTIVE");
    await expect(details).toBeFocused();
  });
});
