// The main job of Gatehouse in one flow: set up by an administrator, a person is invited by a mail
// that is really sent, accepts, gets a permission policy, is allowed one thing and refused another,
// is deactivated and out at once; the audit trail tells it all.
import { mailTo } from "./support/mail.ts";
import { picture } from "./support/pictures.ts";
import { makeFolder, startProduction, startSmtp } from "./support/server.ts";
import { chooseNewPassword, expect, pick, row, signIn, test } from "./support/test.ts";

const administrator = { email: "root@harbour.example", password: "lantern over the quay" };
const person = { email: "noor@harbour.example", password: "seven herons by the weir" };

type Harbour = { server: Awaited<ReturnType<typeof startProduction>>; mailbox: string };

const it = test.extend<{ harbour: Harbour }>({
  // eslint-disable-next-line no-empty-pattern
  harbour: async ({}, use) => {
    const folder = makeFolder();
    const mailbox = `${folder.path}/mail`;
    const smtp = await startSmtp(mailbox);
    try {
      const server = await startProduction(folder.path, smtp.ready, "Harbour Trust", administrator.email);
      await use({ server, mailbox }).finally(server.stop);
    } finally {
      await smtp.stop();
      folder.remove();
    }
  },
});

it("the main job", async ({ harbour, openContext }) => {
  test.setTimeout(150_000);
  const { server, mailbox } = harbour;
  const admin = await (await openContext()).newPage();
  const noor = await (await openContext()).newPage();

  await test.step("the administrator chooses a password by the set-up link and signs in", async () => {
    await admin.goto(server.setUpLink);
    await chooseNewPassword(admin, administrator.password);
    await picture(admin, "main-01-set-up");
    await admin.getByRole("button", { name: "Set password" }).click();
    await expect(admin.getByRole("heading", { name: "Your password is changed" })).toBeVisible();
    await admin.getByRole("link", { name: "Sign in" }).click();
    await picture(admin, "main-02-sign-in");
    await signIn(admin, administrator.email, administrator.password);
    await expect(admin.getByRole("table", { name: "Users" })).toBeVisible();
    await expect(admin.getByRole("banner")).toContainText("Harbour Trust");
    await picture(admin, "main-03-users");
  });

  await test.step("the administrator invites a person", async () => {
    await admin.getByRole("button", { name: "Invite users" }).click();
    const dialog = admin.getByRole("dialog", { name: "Invite users" });
    await dialog.getByLabel("Email").fill(person.email);
    await dialog.getByLabel("First name").fill("Noor");
    await dialog.getByLabel("Last name").fill("Haverkamp");
    await picture(admin, "main-04-invite");
    await dialog.getByRole("button", { name: /^Send/ }).click();
    await expect(dialog.getByText("1 sent")).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    await admin.getByRole("link", { name: "Invitations" }).click();
    await expect(row(admin, person.email)).toContainText("PENDING");
    await picture(admin, "main-05-invitations");
  });

  await test.step("the person accepts by the mailed link and may do nothing yet", async () => {
    const mail = await mailTo(mailbox, person.email, /Harbour Trust/);
    expect(mail.link).toContain(`${server.baseUrl}/invite#`);
    await noor.goto(mail.link);
    await expect(noor.getByRole("heading", { name: "Join Harbour Trust" })).toBeVisible();
    expect(noor.url(), "the secret leaves the address bar").not.toContain("#");
    await expect(noor.getByLabel("First name")).toHaveValue("Noor");
    await chooseNewPassword(noor, person.password);
    await picture(noor, "main-06-accept");
    await noor.getByRole("button", { name: "Accept and join" }).click();
    await expect(noor.getByText("You have no access to this")).toBeVisible();
    await expect(noor.getByRole("table", { name: "Users" })).toHaveCount(0);
    await picture(noor, "main-07-no-permission");
    await mailTo(mailbox, person.email, /welcome|joined|member/i);
  });

  await test.step("the administrator gives the policy ReadOnly", async () => {
    await admin.getByRole("navigation", { name: "Access" }).getByRole("link", { name: "Users", exact: true }).click();
    await admin.reload();
    await row(admin, person.email).getByText(person.email).click();
    const panel = admin.getByRole("complementary", { name: "Noor Haverkamp" });
    await panel.getByRole("button", { name: "Add Permission Policy" }).click();
    const dialog = admin.getByRole("dialog", { name: "Add Permission Policy" });
    await pick(admin, "Permission policies", "Read", /ReadOnly/);
    await picture(admin, "main-08-add-policy");
    await dialog.getByRole("button", { name: "Add Permission Policy" }).click();
    await expect(panel.getByRole("link", { name: "ReadOnly" })).toBeVisible();
    await picture(admin, "main-09-policy-given");
  });

  await test.step("the person may now see the users, and is refused to invite", async () => {
    await noor.reload();
    await expect(row(noor, administrator.email)).toBeVisible();
    await expect(noor.getByRole("button", { name: "Invite users" })).toHaveCount(0);
    await picture(noor, "main-10-read-only");
    const organization = /\/o\/([^/]+)/.exec(noor.url())![1]!;
    // The console offers no button; a hand-made request meets the server's own decision.
    const refused = await noor.evaluate(async (id) => {
      const { csrfToken } = await (await fetch("/api/session")).json() as { csrfToken: string };
      const answer = await fetch(`/api/organizations/${id}/invitations`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRF-Token": csrfToken },
        body: JSON.stringify({ email: "friend@harbour.example" }),
      });
      return { status: answer.status, body: await answer.json() as Record<string, unknown> };
    }, organization);
    expect(refused.status).toBe(403);
    expect(JSON.stringify(refused.body)).toContain("orguserinvitation");
  });

  await test.step("the administrator deactivates the person, who is out at the next click", async () => {
    await admin.getByRole("button", { name: "Deactivate User" }).click();
    const confirm = admin.getByRole("alertdialog", { name: "Deactivate Noor Haverkamp?" });
    await expect(confirm.getByRole("button", { name: "Cancel" })).toBeFocused();
    await picture(admin, "main-11-confirm");
    await confirm.getByRole("button", { name: "Deactivate" }).click();
    await expect(admin.getByText("Noor Haverkamp is deactivated")).toBeVisible();
    await picture(admin, "main-12-deactivated");

    await noor.getByRole("link", { name: "User groups" }).click();
    await expect(noor.getByRole("dialog", { name: "Your session has expired" })).toBeVisible();
    await picture(noor, "main-13-out");
    await noor.getByRole("button", { name: "Not you? Sign out" }).click();
    await signIn(noor, person.email, person.password);
    await expect(noor.getByRole("alert")).toHaveText("E-mail or password is wrong.");
    await picture(noor, "main-14-refused");
  });

  await test.step("the audit trail tells the story", async () => {
    await admin.getByRole("link", { name: "Audit trail" }).click();
    const trail = admin.getByRole("table", { name: "Audit trail" });
    const told = (action: string, outcome: string) =>
      expect(trail.getByRole("row").filter({ hasText: action }).filter({ hasText: outcome }).first()).toBeVisible();
    await told("invitation.create", "SUCCESS");
    await told("invitation.accept", "SUCCESS");
    await told("user.policy.add", "SUCCESS");
    await told("invitation.create", "DENIED");
    await told("user.deactivate", "SUCCESS");
    const attached = trail.getByRole("row").filter({ hasText: "user.policy.add" });
    await attached.getByRole("button").first().click();
    await picture(admin, "main-15-audit-trail");
  });
});
