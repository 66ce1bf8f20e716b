// Every page with text that somebody wrote to do harm, or that is merely long or of another
// direction: it is shown as text, nothing of it becomes part of the page, and no page grows wider
// than its window (docs/security.md N-196). The browser's console stays silent, so the content
// security policy had nothing to refuse.
import type { Page } from "@playwright/test";
import { mailTo } from "./support/mail.ts";
import { callerOf, lists, outside, pages, settled, type Caller } from "./support/pages.ts";
import { picture } from "./support/pictures.ts";
import type { Demo } from "./support/server.ts";
import { expect, inside, test } from "./support/test.ts";

const texts = {
  markup: `"'><img src=x onerror=document.title='owned'><script>document.title='owned'</script>{{this}}</title>`,
  rtl: "مرحبا بالعالم שלום עולם ابن السبيل",
  long: "Wolfeschlegelsteinhausenbergerdorff".repeat(3).slice(0, 100),
};

type Made = Record<string, string>;

/** One of everything that has a page, named with the text; its id by the list it is in. */
async function make(call: Caller, name: string, text: string): Promise<Made> {
  const email = `${name}@hostile.example`;
  const service = `svc-${name}`;
  const application = await call("applications", { service, name: text, types: ["record"], actions: ["read"] });
  await call("resources", { type: `${service}:record`, resourceId: text, properties: { [text]: text } });
  const policy = await call("permissionpolicies", {
    name: text,
    permissionPolicy: [{ effect: "ALLOW", action: [`${service}:read`], resource: [`${service}:record/item/${encodeURIComponent(text)}`] }],
  });
  const group = await call("resourcegroups/user", { name: text });
  const user = await call("users", {
    email, firstName: text, lastName: text, company: text, contactNumber: text.slice(0, 50), externalId: text,
    permissionPolicyIds: [policy.id], userGroupIds: [group.id],
  });
  const written = { fullName: text, initials: [...text].slice(0, 10).join(""), title: text };
  await call(`users/${user.id}`, { ...written, version: 1 }, "PUT");
  const program = await call("serviceusers", { name: text });
  await call(`permissionpolicies/${policy.id}/addtoserviceuser`, { principalId: program.id });
  await call(`permissionpolicies/${policy.id}/addtousergroup`, { principalId: group.id });
  await call("invitations", {
    email: `invited-${email}`, firstName: text, lastName: text, company: text, permissionPolicyIds: [policy.id], userGroupIds: [group.id],
  });
  return {
    users: user.id, serviceusers: program.id, "resourcegroups/user": group.id, permissionpolicies: policy.id,
    applications: application.id,
  };
}

/** What the text became if it became anything but text. */
async function injected(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const node of document.querySelectorAll("*")) {
      const ownScript = node instanceof HTMLScriptElement && (node.src.startsWith(location.origin) || node.nonce !== "");
      if (node.matches('img[src="x"], iframe, object, embed, base, script') && !ownScript) found.push(node.outerHTML.slice(0, 100));
      for (const { name, value } of node.attributes)
        if (name.startsWith("on") || /^\s*javascript:/i.test(value)) found.push(`${name}="${value}"`);
    }
    if (document.title === "owned") found.push(`title ${document.title}`);
    return found;
  });
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function look(page: Page, where: string, problems: string[]) {
  for (const one of await injected(page)) problems.push(`${where}: ${one}`);
  const wider = await overflow(page);
  if (wider > 0) problems.push(`${where}: ${wider} px wider than the window`);
}

async function renameSelf(page: Page, { baseUrl, organizationId }: Demo, name: string) {
  const session = (await (await page.request.get(`${baseUrl}/api/session`)).json()) as { csrfToken: string };
  const path = `${baseUrl}/api/organizations/${organizationId}/users/me`;
  const { user } = (await (await page.request.get(path)).json()) as { user: { version: number } };
  const answer = await page.request.put(path, {
    data: { firstName: name, lastName: name, version: user.version },
    headers: { "X-CSRF-Token": session.csrfToken, Origin: baseUrl },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

// White space is made one space when a name is read.
const words = (text: string) => text.replace(/\s+/g, " ");

for (const [name, text] of Object.entries(texts)) {
  test(`every page shows ${name} as text`, async ({ admin, gatehouse }) => {
    test.setTimeout(180_000);
    const problems: string[] = [];
    const made = await make(await callerOf(gatehouse), name, text);
    await renameSelf(admin, gatehouse, text);
    for (const path of pages) {
      const [list, rest] = path.split("/$id");
      const id = rest === undefined ? undefined : made[lists[list!]!];
      await admin.goto(gatehouse.baseUrl + inside(gatehouse, id ? `${list}/${id}${rest}` : path));
      await settled(admin);
      if (id && rest === "") await expect(admin.getByRole("heading", { level: 1 })).toContainText(words(text));
      await picture(admin, `hostile-${name}-${path.replace(/\W+/g, "-")}`);
      await look(admin, path, problems);
    }
    expect(problems).toEqual([]);
  });

}

for (const name of ["markup", "long"] as const) {
  const text = texts[name];
  test(`what lies over pages shows ${name} as text`, async ({ admin, gatehouse }) => {
    const problems: string[] = [];
    const made = await make(await callerOf(gatehouse), name, text);
    const open = async (path: string) => {
      await admin.goto(gatehouse.baseUrl + inside(gatehouse, path));
      await settled(admin);
    };
    await open(`access/users?user=${made["users"]}`);
    await expect(admin.getByRole("complementary")).toContainText(words(text));
    await look(admin, "panel", problems);
    await admin.getByRole("button", { name: "Edit" }).click();
    await expect(admin.getByRole("dialog")).toContainText(words(text));
    await look(admin, "edit", problems);
    await picture(admin, `hostile-${name}-edit`);
    await admin.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await admin.getByRole("button", { name: "Deactivate User" }).click();
    await expect(admin.getByRole("alertdialog")).toContainText(words(text));
    await look(admin, "confirm", problems);
    await admin.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
    await expect(admin.getByRole("alertdialog")).toHaveCount(0);
    await look(admin, "toast", problems);
    for (const tab of ["access", "audit"]) {
      await open(`access/users/${made["users"]}?tab=${tab}`);
      await look(admin, tab, problems);
    }
    await open(`access/users?q=${encodeURIComponent(text)}`);
    await look(admin, "search", problems);
    await open(`access/groups/${made["resourcegroups/user"]}`);
    await admin.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(admin.getByRole("alertdialog")).toContainText(words(text));
    await look(admin, "typed confirmation", problems);
    await picture(admin, `hostile-${name}-confirm`);
    expect(problems).toEqual([]);
  });

  test(`pages before the gate show ${name} as text`, async ({ admin, gatehouse, openContext }) => {
    const problems: string[] = [];
    await renameSelf(admin, gatehouse, text);
    const session = (await (await admin.request.get(`${gatehouse.baseUrl}/api/session`)).json()) as { csrfToken: string };
    const sent = await admin.request.post(`${gatehouse.baseUrl}/api/organizations/${gatehouse.organizationId}/invitations`, {
      data: { email: "guest@hostile.example", firstName: text, lastName: text },
      headers: { "X-CSRF-Token": session.csrfToken, Origin: gatehouse.baseUrl },
    });
    expect(sent.ok(), await sent.text()).toBe(true);
    const mail = await mailTo(gatehouse.outboxDir, "guest@hostile.example", /./);
    expect(mail.html).not.toMatch(/<img src=x|<script/);
    const page = await (await openContext()).newPage();
    await page.goto(mail.link);
    await settled(page);
    await expect(page.getByRole("main")).toContainText(words(text));
    await look(page, "invite", problems);
    await picture(page, `hostile-${name}-invite`);
    for (const path of [...outside, `no/${encodeURIComponent(text.replace(/[/.]/g, ""))}`]) {
      await page.goto("about:blank");
      await page.goto(`${gatehouse.baseUrl}/${path}?to=${encodeURIComponent(`javascript:${text}`)}#${encodeURIComponent(text)}`);
      await settled(page);
      await look(page, path, problems);
    }
    expect(problems).toEqual([]);
  });
}
