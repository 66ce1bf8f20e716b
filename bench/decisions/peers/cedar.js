// Cedar in WebAssembly. Groups are parents of users, types and services parents of items; the
// entities of a question are the slice that it needs: the user with all groups, and the item.
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";

import { closure, serviceOf, types } from "../world.js";

export const configurations = {
  plain: "isAuthorized with the policies as text, as in the first example",
  fast: "statefulIsAuthorized, policies parsed once, one policy set (slice) for each resource type",
};

const uid = (type, id) => ({ type, id });
const quoted = (type, id) => `${type}::${JSON.stringify(id)}`;
const item = (type, id) => quoted("Item", `${type}/${id}`);

function scopeOf(resources) {
  const [first] = resources;
  if (first.service) return [`resource in ${quoted("Service", first.service)}`, ""];
  if (first.id === undefined) return [`resource in ${quoted("Type", first.type)}`, ""];
  const items = resources.map(({ type, id }) => item(type, id));
  return ["resource", ` when { resource in [${items.join(", ")}] }`];
}

function policyText(principal, { effect, actions, resources }) {
  const action = actions.includes("all")
    ? "action"
    : `action in [${actions.map((name) => quoted("Action", name)).join(", ")}]`;
  const [resource, when] = scopeOf(resources);
  return `${effect === "deny" ? "forbid" : "permit"}(${principal}, ${action}, ${resource})${when};`;
}

function policySet(world, isWanted = () => true) {
  const statements = new Map(
    world.policies.map((policy) => [policy.name, policy.statements.filter(isWanted)]),
  );
  const of = (holders, principal) =>
    holders.flatMap((holder) =>
      holder.policies.flatMap((name) =>
        statements.get(name).map((statement) => policyText(principal(holder.name), statement)),
      ),
    );
  return [
    ...of(world.groups, (name) => `principal in ${quoted("Group", name)}`),
    ...of(world.users, (name) => `principal == ${quoted("User", name)}`),
  ].join("\n");
}

export function open(world, configuration) {
  const groupsOf = closure(world);
  const parents = new Map(
    world.users.map((user) => [user.name, groupsOf(user).map((name) => uid("Group", name))]),
  );
  const isFast = configuration === "fast";
  const text = isFast ? "" : policySet(world);
  for (const type of isFast ? types : []) {
    const concerns = ({ resources: [first] }) =>
      first.service ? first.service === serviceOf(type) : first.type === type;
    const answer = cedar.preparsePolicySet(type, { staticPolicies: policySet(world, concerns) });
    if (answer.type !== "success") throw new Error(JSON.stringify(answer.errors.slice(0, 3)));
  }
  const decide = ({ user, action, type, id }) => {
    const principal = uid("User", user);
    const resource = uid("Item", `${type}/${id}`);
    const above = [uid("Type", type), uid("Service", serviceOf(type))];
    const call = {
      principal,
      action: uid("Action", action),
      resource,
      context: {},
      entities: [
        { uid: principal, attrs: {}, parents: parents.get(user) },
        { uid: resource, attrs: {}, parents: above },
      ],
    };
    const answer = isFast
      ? cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId: type })
      : cedar.isAuthorized({ ...call, policies: { staticPolicies: text } });
    if (answer.type !== "success") throw new Error(JSON.stringify(answer.errors.slice(0, 3)));
    return answer.response.decision === "allow";
  };
  return { decide };
}
