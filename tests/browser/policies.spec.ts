// Permission policies: the list, the editor with its findings, the draft, the review, the history.
import type { Page } from "@playwright/test";
import { callerOf } from "./support/pages.ts";
import { picture } from "./support/pictures.ts";
import { expect, inside, row, test } from "./support/test.ts";

test("policies are listed; a managed one cannot be edited", async ({ admin }) => {
  await admin.getByRole("link", { name: "Permission policies" }).click();
  await expect(row(admin, "NoPricing")).toContainText("Custom");
  await picture(admin, "policies");
  await admin.getByRole("link", { name: "Administrator" }).click();
  await expect(admin.getByText("A managed policy")).toBeVisible();
  await expect(admin.getByRole("link", { name: "Edit" })).toHaveCount(0);
  await admin.goBack();
  await admin.getByRole("link", { name: "UserManager" }).click();
  await expect(admin.getByText("config:user/*")).toBeVisible();
  await expect(admin.getByRole("link", { name: "Edit" })).toBeVisible();
  await picture(admin, "policy");
});

/** Puts a text into the JSON editor, which is no ordinary field. */
async function writeJson(page: Page, text: string) {
  const editor = page.getByRole("textbox", { name: "Statements" });
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
  return editor;
}

test("a policy is written as JSON with findings, completion and a draft to try", async ({ admin, gatehouse }) => {
  await admin.goto(gatehouse.baseUrl + inside(gatehouse, "access/policies/new"));
  await admin.getByLabel("Name").fill("Plan editors");
  await admin.getByText("JSON", { exact: true }).click();
  const editor = await writeJson(admin, '[{"effect": "allow", "action": ["config:updat"], "resource": ["config:plan/*", "Config:Meter/*"]}');
  await expect(admin.getByText(/This is not JSON/)).toBeVisible();
  await picture(admin, "policy-json-broken");
  await admin.keyboard.insertText("]");
  const findings = admin.getByRole("list", { name: "Findings" });
  await expect(findings).toContainText("config:updat is no known action. Did you mean config:update?");
  await expect(findings).toContainText("Config:Meter/* is written in lower case: config:meter/*.");
  await picture(admin, "policy-findings");
  await admin.getByRole("button", { name: "Create policy" }).click();
  await expect(admin.getByRole("alert").filter({ hasText: "config:updat" }).first()).toBeVisible();
  await findings.getByRole("button", { name: "Write config:update in statement 1" }).click();
  await findings.getByRole("button", { name: "Write config:meter/* in statement 1" }).click();
  await expect(findings).toHaveCount(0);
  await expect(editor).toContainText('"config:update"');

  await test.step("the editor completes actions and lets the keyboard out", async () => {
    await editor.getByText('"config:update"').click();
    await admin.keyboard.press("End");
    await admin.keyboard.type(', "config:expo');
    await admin.getByRole("option", { name: "config:export" }).click();
    await expect(editor).toContainText('"config:export"');
    await admin.keyboard.press("Tab");
    await expect(editor).not.toBeFocused();
  });

  await test.step("form and JSON stay in step", async () => {
    await admin.getByText("Form", { exact: true }).click();
    await expect(admin.getByRole("button", { name: "Remove config:export" })).toBeVisible();
    await admin.getByText("JSON", { exact: true }).click();
    await expect(editor).toContainText('"config:export"');
    await admin.getByText("Form", { exact: true }).click();
  });

  await test.step("the draft is tried before it is saved", async () => {
    const form = admin.getByRole("form", { name: "Try the draft" });
    await form.getByRole("combobox", { name: "User" }).fill("tomas");
    await admin.getByRole("option", { name: "Tomas Novak" }).click();
    await form.getByRole("combobox", { name: "Action" }).fill("config:update");
    await form.getByRole("combobox", { name: "Resource type" }).fill("config:plan");
    // The list of types would lie over the button.
    await admin.keyboard.press("Tab");
    await form.getByRole("button", { name: "Try it" }).click();
    // Customer support has NoPricing, which denies it.
    await expect(admin.getByRole("region", { name: "REFUSED" })).toContainText("NoPricing");
    await picture(admin, "policy-draft");
    await form.getByRole("combobox", { name: "Resource type" }).fill("config:meter");
    await admin.keyboard.press("Tab");
    await form.getByRole("button", { name: "Try it" }).click();
    const verdict = admin.getByRole("region", { name: "ALLOWED" });
    await verdict.getByRole("button", { name: "statement 1" }).click();
    await expect(admin.getByRole("group", { name: "Statement 1" })).toBeFocused();
  });
  await admin.getByRole("button", { name: "Create policy" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Plan editors" })).toBeVisible();
});

test("a change is reviewed, another's is seen, an older version comes back, deleting shows who loses what", async ({ admin, gatehouse }) => {
  const call = await callerOf(gatehouse);
  const { data } = await call("permissionpolicies?q=billing");
  const { id } = data[0]!;
  const page = gatehouse.baseUrl + inside(gatehouse, `access/policies/${id}`);
  const review = admin.getByRole("dialog", { name: "Save BillingOperator?" });

  await test.step("what is different, who gains and loses what, and why", async () => {
    await admin.goto(`${page}/edit`);
    await admin.getByRole("button", { name: "Remove config:update" }).click();
    await admin.getByRole("button", { name: "Review changes" }).click();
    await expect(review).toContainText("1 person loses 2 permissions.");
    await expect(review).toContainText("grace@northwind.example");
    await review.getByLabel("Reason").fill("billing is moving out");
    await picture(admin, "policy-review");
    await review.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByText("BillingOperator is saved")).toBeVisible();
  });

  await test.step("somebody else was faster", async () => {
    await admin.goto(`${page}/edit`);
    await admin.getByLabel("Name").fill("Billing clerks");
    const theirs = { ...((await call(`permissionpolicies/${id}`)) as object), name: "BillingOperator" } as Record<string, unknown>;
    const changed = await put(gatehouse, id, { name: "Billing people", permissionPolicy: theirs["permissionPolicy"], version: theirs["version"] });
    expect(changed).toBe(200);
    await admin.getByRole("button", { name: "Review changes" }).click();
    await review.getByRole("button", { name: "Save" }).click();
    const differs = admin.getByRole("table", { name: "What differs" });
    await expect(differs).toContainText("Billing people");
    await picture(admin, "stale");
    await admin.getByRole("button", { name: "Keep mine" }).click();
    await expect(admin.getByRole("heading", { level: 1, name: "Billing clerks" })).toBeVisible();
  });

  await test.step("the history has every version; the first comes back", async () => {
    await admin.getByRole("tab", { name: "History" }).click();
    const versions = admin.getByRole("list", { name: "Versions, newest first" });
    await expect(versions).toContainText("billing is moving out");
    await picture(admin, "policy-history");
    await versions.getByRole("link", { name: "Restore" }).first().click();
    await expect(admin.getByLabel("Name")).toHaveValue("Billing people");
    await admin.getByRole("link", { name: "Cancel" }).click();
    await expect(admin.getByRole("alertdialog", { name: "Leave without saving?" })).toBeVisible();
    await picture(admin, "leave-without-saving");
    await admin.getByRole("button", { name: "Keep editing" }).click();
    await admin.getByRole("button", { name: "Review changes" }).click();
    await admin.getByRole("dialog", { name: "Save Billing clerks?" }).getByRole("button", { name: "Save" }).click();
    await expect(admin.getByRole("heading", { level: 1, name: "Billing people" })).toBeVisible();
  });

  await test.step("deleting it shows who loses what", async () => {
    await admin.getByRole("button", { name: "Delete", exact: true }).click();
    const confirm = admin.getByRole("alertdialog", { name: "Delete Billing people?" });
    await expect(confirm).toContainText("grace@northwind.example");
    await expect(confirm.getByRole("button", { name: "Delete" })).toBeDisabled();
    await picture(admin, "policy-delete");
  });
});

/** As the demo's service user. */
async function put(gatehouse: { apiUrl: string; organizationId: string; accessKeyId: string; apiSecret: string }, id: string, body: object) {
  const basic = Buffer.from(`${gatehouse.accessKeyId}:${gatehouse.apiSecret}`).toString("base64");
  const answer = await fetch(`${gatehouse.apiUrl}/oauth/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${basic}`, "Content-Type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const changed = await fetch(`${gatehouse.apiUrl}/organizations/${gatehouse.organizationId}/permissionpolicies/${id}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return changed.status;
}
