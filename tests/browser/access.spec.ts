// The other tabs of Settings › Access: invitations, service users, groups. Policies have a file of their own.
import { readFileSync } from "node:fs";
import { mailTo } from "./support/mail.ts";
import { picture } from "./support/pictures.ts";
import { expect, pick, row, test } from "./support/test.ts";

test("several are invited with semicolons; one is resent, one revoked", async ({ admin, gatehouse }) => {
  await admin.getByRole("link", { name: "Invitations" }).click();
  await expect(admin.getByText("No invitations yet")).toBeVisible();
  await admin.getByRole("button", { name: "Invite users" }).click();
  const dialog = admin.getByRole("dialog", { name: "Invite users" });
  await dialog.getByLabel("Email").pressSequentially("a@elsewhere.example;b@elsewhere.example;");
  await pick(admin, "Add to Groups", "Fin", /Finance/);
  await expect(dialog.getByText("2 invitations")).toBeVisible();
  await dialog.getByLabel("Email").pressSequentially(`${gatehouse.memberEmail};`);
  await expect(dialog.getByText("2 invitations · 1 left out: already a user")).toBeVisible();
  await picture(admin, "invite-several");
  await dialog.getByRole("button", { name: "Send" }).click();
  await expect(dialog.getByText("2 sent")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();

  const first = await mailTo(gatehouse.outboxDir, "a@elsewhere.example", /./);
  await row(admin, "a@elsewhere.example").getByRole("button").click();
  await admin.getByRole("menuitem", { name: "Resend" }).click();
  const second = await mailTo(gatehouse.outboxDir, "a@elsewhere.example", /./, 2);
  expect(second.link).not.toBe(first.link);

  await row(admin, "b@elsewhere.example").getByRole("button").click();
  await admin.getByRole("menuitem", { name: "Revoke" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(row(admin, "b@elsewhere.example")).toContainText("CANCELLED");
  await picture(admin, "invitations");
  await admin.getByRole("checkbox", { name: /Select all rows/ }).check();
  const bar = admin.getByRole("region", { name: "Selected invitations" });
  await picture(admin, "invitations-selected");
  await bar.getByRole("button", { name: "Resend" }).click();
  const results = admin.getByRole("dialog", { name: "Resend" });
  await expect(results).toContainText("1 sent");
  await results.getByRole("button", { name: "Done" }).click();
  await admin.getByRole("link", { name: "a@elsewhere.example" }).click();
  const happened = admin.getByRole("list", { name: "What happened" });
  await expect(happened).toContainText("Sent again by Ada Berger");
  await expect(happened).toContainText("Mail handed to the mail server");
  await picture(admin, "invitation");
});

test("a service user's key is shown once and works", async ({ admin, gatehouse }) => {
  await admin.getByRole("link", { name: "Service users" }).click();
  await admin.getByRole("button", { name: "Create service user" }).click();
  const create = admin.getByRole("dialog", { name: "Create service user" });
  await create.getByLabel("Name").fill("Nightly export");
  await create.getByRole("button", { name: "Create service user" }).click();
  const dialog = admin.getByRole("dialog", { name: "Access key created" });
  const id = await dialog.getByLabel("Access Key ID", { exact: true }).inputValue();
  const secret = await dialog.getByRole("textbox", { name: "API Secret" }).inputValue();
  await picture(admin, "service-user-key");
  const waiting = admin.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download .env" }).click();
  expect(readFileSync(await (await waiting).path(), "utf8")).toContain(`GATEHOUSE_API_SECRET=${secret}\n`);
  await expect(dialog.getByRole("button", { name: "Done" })).toBeDisabled();
  await dialog.getByLabel("I have stored the secret").check();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Nightly export" })).toBeVisible();
  await expect(admin.getByText(id)).toBeVisible();
  expect(await admin.content()).not.toContain(secret);

  const basic = Buffer.from(`${id}:${secret}`).toString("base64");
  const token = await fetch(`${gatehouse.apiUrl}/oauth/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${basic}`, "Content-Type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  expect(token.status).toBe(200);
});

test("a group is created, gets a member and is deleted", async ({ admin }) => {
  await admin.getByRole("link", { name: "User groups" }).click();
  await expect(row(admin, "Finance")).toBeVisible();
  await admin.getByRole("button", { name: "Create group" }).click();
  await admin.getByRole("dialog").getByLabel("Name").fill("Night shift");
  await admin.getByRole("dialog").getByRole("button", { name: "Create group" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Night shift" })).toBeVisible();
  await admin.getByRole("button", { name: "Add members" }).click();
  await pick(admin, "Users", "Tomas", /Tomas Novak/);
  await admin.getByRole("dialog").getByRole("button", { name: "Add members" }).click();
  await expect(admin.getByRole("region", { name: "Members" }).getByRole("link", { name: "Tomas Novak" })).toBeVisible();
  await picture(admin, "group");
  await admin.getByRole("button", { name: "Delete", exact: true }).click();
  const confirm = admin.getByRole("alertdialog");
  await expect(confirm.getByRole("button", { name: "Delete" })).toBeDisabled();
  await confirm.getByLabel("Type Night shift to confirm").pressSequentially("Night shift");
  await confirm.getByRole("button", { name: "Delete" }).click();
  await expect(row(admin, "Finance")).toBeVisible();
  await expect(row(admin, "Night shift")).toHaveCount(0);
});
