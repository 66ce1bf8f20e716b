// m3ter's TypeScript SDK, request by request (its package is in no registry): what it sends, with
// its headers, and what it reads of the answers.
import { expect, test } from "./support/test.ts";

type Answer = { status: number; headers: Headers; body: Record<string, unknown> };
type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

async function client(apiUrl: string, organizationId: string, keyId: string, secret: string): Promise<Call> {
  const basic = Buffer.from(`${keyId}:${secret}`).toString("base64");
  const token = await fetch(`${apiUrl}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${basic}`, "content-type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  return async (method, path, body) => {
    const answer = await fetch(`${apiUrl}/organizations/${organizationId}${path}`, {
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${access_token}`,
        // The Python SDK names the type without a body too; the TypeScript one does not.
        ...(body === undefined && method === "DELETE" ? {} : { "content-type": "application/json" }),
        "user-agent": "M3ter/JS 0.3.1",
        "x-stainless-lang": "js",
        "x-stainless-retry-count": "0",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // The SDK parses what says that it is JSON; anything else is text.
    const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
    const parsed = isJson ? ((await answer.json()) as Record<string, unknown>) : { text: await answer.text() };
    return { status: answer.status, headers: answer.headers, body: parsed };
  };
}

const data = (answer: Answer) => answer.body["data"] as Record<string, unknown>[];

test("the SDK's calls work: users, policies, groups, invitations", async ({ gatehouse }) => {
  const { apiUrl, organizationId, accessKeyId, apiSecret } = gatehouse;
  const call = await client(apiUrl, organizationId, accessKeyId, apiSecret);

  // users.list, auto-paged; users.retrieve; users.me; users.update
  const seen: string[] = [];
  let token: unknown = "";
  do {
    const page = await call("GET", `/users?pageSize=2${token ? `&nextToken=${String(token)}` : ""}`);
    expect(page.status).toBe(200);
    for (const user of data(page)) seen.push(String(user["id"]));
    token = page.body["nextToken"];
  } while (token);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(5);
  const chosen = await call("GET", `/users?ids=${encodeURIComponent(`${seen[0]},${seen[1]}`)}&pageSize=1`);
  expect([data(chosen).length, typeof chosen.body["nextToken"]]).toEqual([1, "string"]);
  const user = await call("GET", `/users/${seen[0]}`);
  expect(user.body).toMatchObject({ id: seen[0], version: 1 });
  expect((await call("GET", "/users/me")).body["serviceUser"]).toBeTruthy();
  const updated = await call("PUT", `/users/${seen[0]}`, {
    version: 1,
    dtEndAccess: "",
    permissionPolicy: [{ effect: "ALLOW", action: ["CONFIG_RETRIEVE"], resource: ["*"] }],
  });
  expect(updated.body).toMatchObject({ version: 2, permissionPolicy: [{ effect: "allow", action: ["config:retrieve"] }] });
  const stale = await call("PUT", `/users/${seen[0]}`, { version: 1 });
  expect([stale.status, stale.headers.get("x-should-retry")]).toEqual([409, "false"]);

  // permissionPolicies: create, list, update, addToUser, removeFromUser, delete
  const policy = await call("POST", "/permissionpolicies", {
    name: "SDK",
    permissionPolicy: [{ effect: "ALLOW", action: ["CONFIG:RETRIEVE"], resource: ["*"] }],
    version: 0,
  });
  expect(policy.body).toMatchObject({ name: "SDK", version: 1, managedPolicy: false });
  const one = `/permissionpolicies/${String(policy.body["id"])}`;
  const renamed = await call("PUT", one, { name: "SDK 2", permissionPolicy: policy.body["permissionPolicy"], version: 1 });
  expect(renamed.body).toMatchObject({ name: "SDK 2", version: 2 });
  const attached = await call("POST", `${one}/addtouser`, { principalId: seen[0], version: 0 });
  expect(attached.body).toMatchObject({ principalId: seen[0], principalType: "USER" });
  expect(data(await call("GET", `/users/${seen[0]}/permissions`)).map((held) => held["name"])).toContain("SDK 2");
  expect((await call("POST", `${one}/removefromuser`, { principalId: seen[0] })).status).toBe(200);
  expect((await call("POST", `${one}/addtosupportusers`, {})).status).toBe(200);
  expect((await call("POST", `${one}/removefromsupportusers`)).status).toBe(200);
  expect((await call("DELETE", one)).body["id"]).toBe(policy.body["id"]);
  expect((await call("GET", one)).status).toBe(404);

  // resourceGroups: create, addResource (the documented `item`), listContents by POST, delete
  const group = await call("POST", "/resourcegroups/user", { name: "SDK group" });
  const groupPath = `/resourcegroups/user/${String(group.body["id"])}`;
  const added = await call("POST", `${groupPath}/addresource`, { targetId: seen[0], targetType: "item", version: 0 });
  expect(added.body).toMatchObject({ id: group.body["id"], version: 2 });
  const contents = await call("POST", `${groupPath}/contents?pageSize=10`);
  expect(data(contents)).toMatchObject([{ targetId: seen[0], targetType: "ITEM" }]);
  expect(data(await call("GET", `/users/${seen[0]}/usergroups`)).map((held) => held["id"])).toContain(group.body["id"]);
  expect((await call("DELETE", groupPath)).status).toBe(200);

  // invitations: create, retrieve, list
  const invitation = await call("POST", "/invitations", {
    email: "sdk@elsewhere.example",
    firstName: "Sam",
    lastName: "Kit",
    m3terUser: false,
    dtEndAccess: "",
    version: 0,
  });
  expect(invitation.body).toMatchObject({ email: "sdk@elsewhere.example", accepted: false });
  expect((await call("GET", `/invitations/${String(invitation.body["id"])}`)).body["id"]).toBe(invitation.body["id"]);
  expect(data(await call("GET", "/invitations?pageSize=200")).length).toBeGreaterThanOrEqual(1);

  // users.resendPassword: for who has never signed in, and the documented refusal for the others
  const waiting = data(await call("GET", "/users")).find((listed) => listed["signInState"] === "temporary_password");
  const sent = await call("PUT", `/users/${String(waiting?.["id"])}/password/resend`);
  expect([sent.status, sent.body]).toEqual([200, { text: "" }]);
  const member = data(await call("GET", `/users?q=${gatehouse.memberEmail}`))[0];
  const refused = await call("PUT", `/users/${String(member?.["id"])}/password/resend`);
  expect([refused.status, typeof refused.body["message"]]).toEqual([409, "string"]);
});
