// Cerbos, the server. A group is a role, and a user with policies of its own has a role too; the
// caller sends the roles, so Cerbos is spared the groups that the others look up. One resource
// policy for each resource type, with one rule for each statement that concerns it. An allow of one
// role beats a deny of another in Cerbos, so that a deny is a rule for every role, on condition.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { closure, serviceOf, types } from "../world.js";

export const configurations = {
  plain: "AuthZEN, everything else as it comes",
  fast: "its own CheckResources over HTTP; no telemetry, logs of errors only",
};

export const binary = () => {
  const require = createRequire(import.meta.url);
  const name = `cerbos-linux-${process.arch}`;
  return join(dirname(require.resolve(`@cerbos/${name}/package.json`)), name);
};
export const version = () =>
  JSON.parse(readFileSync(join(dirname(binary()), "package.json"))).version;

function ruleOf(role, { effect, actions, resources }) {
  const isDeny = effect === "deny";
  const conditions = [];
  if (isDeny) conditions.push(`${JSON.stringify(role)} in P.attr.roles`);
  if (resources[0].id !== undefined) {
    const ids = resources.map((resource) => JSON.stringify(resource.id));
    conditions.push(`R.id in [${ids.join(", ")}]`);
  }
  const rule = {
    actions: actions.includes("all") ? ["*"] : actions,
    effect: isDeny ? "EFFECT_DENY" : "EFFECT_ALLOW",
    roles: [isDeny ? "*" : role],
  };
  if (conditions.length > 0) rule.condition = { match: { expr: conditions.join(" && ") } };
  return rule;
}

/// Writes policies and configuration (JSON, which is YAML) into `folder`.
export function write(world, configuration, folder, ports) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "policies"), { recursive: true });
  const statements = new Map(world.policies.map((policy) => [policy.name, policy.statements]));
  const holders = [...world.groups, ...world.users];
  for (const type of types) {
    const concerns = ({ resources: [first] }) =>
      first.service ? first.service === serviceOf(type) : first.type === type;
    const rules = holders.flatMap(({ name, policies }) =>
      policies
        .flatMap((policy) => statements.get(policy).filter(concerns))
        .map((statement) => ruleOf(name, statement)),
    );
    writeFileSync(
      join(folder, "policies", `${type.replace(":", "_")}.json`),
      JSON.stringify({
        apiVersion: "api.cerbos.dev/v1",
        resourcePolicy: { resource: type, version: "default", rules },
      }),
    );
  }
  const isFast = configuration === "fast";
  const settings = {
    server: {
      httpListenAddr: `127.0.0.1:${ports[0]}`,
      grpcListenAddr: `127.0.0.1:${ports[1]}`,
      requestLimits: { maxResourcesPerRequest: 100, maxActionsPerResource: 50 },
    },
    storage: { driver: "disk", disk: { directory: join(folder, "policies") } },
  };
  if (isFast) settings.telemetry = { disabled: true };
  writeFileSync(join(folder, "cerbos.json"), JSON.stringify(settings));
  return [
    binary(), "server", `--config=${join(folder, "cerbos.json")}`,
    "--debug-listen-addr=", `--log-level=${isFast ? "error" : "info"}`,
  ];
}

/// The requests of the two configurations, and how to read their answers.
export function speak(world, configuration) {
  const groupsOf = closure(world);
  const roles = new Map(
    world.users.map((user) => [
      user.name,
      [...groupsOf(user), ...(user.policies.length > 0 ? [user.name] : [])],
    ]),
  );
  if (configuration === "plain") {
    const subject = (user) => ({
      type: "user",
      id: user,
      properties: { "cerbos.roles": roles.get(user), roles: roles.get(user) },
    });
    return { subject };
  }
  const principal = (user) => ({ id: user, roles: roles.get(user), attr: { roles: roles.get(user) } });
  const resources = ({ action, type, id }) => ({
    actions: [action],
    resource: { kind: type, id },
  });
  const body = (questions) => ({
    requestId: "1",
    principal: principal(questions[0].user),
    resources: questions.map(resources),
  });
  const read = ({ results }) =>
    results.map(({ actions }) => Object.values(actions)[0] === "EFFECT_ALLOW");
  return {
    path: "/api/check/resources",
    manyPath: "/api/check/resources",
    one: (question) => body([question]),
    many: body,
    read: (answer) => read(answer)[0],
    readMany: read,
  };
}
