// The console's pages, read from its table of routes, and the API by which a test fills them.
import { expect, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import type { Demo } from "./server.ts";

const table = readFileSync(new URL("../../../console/src/routes.tsx", import.meta.url), "utf8");
const routes = [...table.matchAll(/\bpage\((\w+), '([^']+)'/g)].map(([, parent, path]) => ({ parent: parent!, path: path! }));

/** Before the gate, and inside an organization. */
export const outside = routes.filter(({ parent }) => parent === "root").map(({ path }) => path);
export const pages = routes.filter(({ parent }) => parent !== "root").map(({ path }) => path);

/** Home, the frame and the tabs' frame: around pages, never without one. */
const notPages = 3;
/** False when the table has a page that this does not see. */
export const seesAllPages = table.match(/=> import\('~\/pages\//g)!.length === routes.length + notPages;

/** Which list of the API has the thing whose page it is. */
export const lists: Record<string, string> = {
  "access/users": "users",
  "access/service-users": "serviceusers",
  "access/groups": "resourcegroups/user",
  "access/policies": "permissionpolicies",
  applications: "applications",
};

export type Thing = { id: string; managedPolicy?: boolean };
export type Caller = (path: string, body?: object, method?: string) => Promise<Thing & { data: Thing[] }>;

/** Calls as the demo's service user: GET, and POST of a body unless told otherwise. */
export async function callerOf(demo: Demo): Promise<Caller> {
  const basic = Buffer.from(`${demo.accessKeyId}:${demo.apiSecret}`).toString("base64");
  const answer = await fetch(`${demo.apiUrl}/oauth/token`, {
    method: "POST",
    headers: { Authorization: `Basic ${basic}`, "Content-Type": "application/json" },
    body: JSON.stringify({ grant_type: "client_credentials" }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return async (path, body, method = body ? "POST" : "GET") => {
    const called = await fetch(`${demo.apiUrl}/organizations/${demo.organizationId}/${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: body ? JSON.stringify(body) : undefined,
    });
    expect(called.ok, path).toBe(true);
    return called.json() as ReturnType<Caller>;
  };
}

/** The address of a page, its `$id` that of something there. */
export async function addressOf(call: Caller, path: string): Promise<string> {
  const [list, rest] = path.split("/$id");
  if (rest === undefined) return path;
  const source = lists[list!];
  if (!source) throw new Error(`no list for ${path}`);
  const { data } = await call(source);
  const one = data.find(({ managedPolicy }) => !managedPolicy);
  return `${list}/${one!.id}${rest}`;
}

/** Read, and nothing on its way any more. */
export async function settled(page: Page) {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"], [role="status"][aria-label="Loading"], .mantine-Skeleton-root')).toHaveCount(0);
}
