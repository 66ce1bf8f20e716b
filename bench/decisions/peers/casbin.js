// casbin. One rule for each holder, action and resource of a statement; groups are its roles.
import { newEnforcer, newModelFromString } from "casbin";

import { serviceOf, types } from "../world.js";

export const configurations = {
  plain: "one enforcer, enforce(), the model of its documentation",
  fast: "one enforcer for each resource type with only its rules, enforceSync(), cheapest test first",
};

const model = (matcher) => `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = ${matcher}
`;
const plainMatcher =
  'g(r.sub, p.sub) && keyMatch(r.obj, p.obj) && (p.act == "all" || r.act == p.act)';
const fastMatcher =
  '(r.act == p.act || p.act == "all") && keyMatch(r.obj, p.obj) && g(r.sub, p.sub)';

const patternOf = ({ service, type, id }) =>
  service ? `${service}:*` : `${type}/${id === undefined ? "*" : id}`;
const concerns = (type) => ({ service, type: other }) =>
  service ? service === serviceOf(type) : other === type;

function rulesOf(world, isWanted) {
  const statements = new Map(world.policies.map((policy) => [policy.name, policy.statements]));
  const rules = new Map(); // casbin refuses the same rule twice
  for (const holder of [...world.groups, ...world.users])
    for (const { effect, actions, resources } of holder.policies.flatMap((p) => statements.get(p)))
      for (const resource of resources.filter(isWanted))
        for (const action of actions.includes("all") ? ["all"] : actions) {
          const rule = [holder.name, patternOf(resource), action, effect];
          rules.set(rule.join(" "), rule);
        }
  return [...rules.values()];
}

async function enforcerOf(world, matcher, rules) {
  const enforcer = await newEnforcer(newModelFromString(model(matcher)));
  enforcer.enableAutoBuildRoleLinks(false);
  await enforcer.addPolicies(rules);
  await enforcer.addGroupingPolicies([
    ...world.groups.filter((group) => group.parent).map((group) => [group.name, group.parent]),
    ...world.users.flatMap((user) => user.groups.map((group) => [user.name, group])),
  ]);
  await enforcer.buildRoleLinks();
  return enforcer;
}

export async function open(world, configuration) {
  const object = ({ type, id }) => `${type}/${id}`;
  if (configuration === "plain") {
    const enforcer = await enforcerOf(world, plainMatcher, rulesOf(world, () => true));
    return { decide: (q) => enforcer.enforce(q.user, object(q), q.action) };
  }
  const enforcers = new Map();
  for (const type of types)
    enforcers.set(type, await enforcerOf(world, fastMatcher, rulesOf(world, concerns(type))));
  return { decide: (q) => enforcers.get(q.type).enforceSync(q.user, object(q), q.action) };
}
