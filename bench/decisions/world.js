// The world that every contender loads and the questions that every contender answers, made from
// one seed: the same numbers give the same world on every machine. It is plain data (users, nested
// groups, policies of statements, who holds which policy), so that each contender can say it in
// its own language. `answer` is the rule itself, written as plainly as possible: any matching deny
// refuses, else any matching allow permits, else refused.
//
//   node world.js USERS POLICIES FILE

import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export const services = ["crm", "sales", "docs", "ops"];
export const types = services.flatMap((service) =>
  ["account", "order", "report", "ticket", "asset"].map((type) => `${service}:${type}`),
);
export const actions = ["read", "create", "update", "delete", "approve"];
export const serviceOf = (type) => type.slice(0, type.indexOf(":"));

const groupCount = 50;
const statementsInPolicy = 10;
const itemCount = 100; // of each type
const groupPolicies = 100; // more are held by users directly

// Mulberry32: four lines, the same everywhere.
function generator(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function makeStatement(any) {
  const service = services[any(services.length)];
  const type = types.filter((name) => serviceOf(name) === service)[any(5)];
  const first = any(actions.length);
  const resource =
    any(10) === 0
      ? [{ service }]
      : any(4) === 0
        ? [{ type }]
        : [0, 1, 2].map(() => ({ type, id: String(any(itemCount)) }));
  return {
    effect: any(10) === 0 ? "deny" : "allow",
    actions: any(10) === 0 ? ["all"] : actions.slice(first, first + 1 + any(3)),
    resources: resource,
  };
}

/// resources are {service}: everything in it, {type}: every item of the type, or {type, id}.
export function makeWorld(userCount, policyCount, questionCount = 4096, seed = 42) {
  const any = generator(seed);
  const groups = Array.from({ length: groupCount }, (_, i) => ({
    name: `team${i}`,
    parent: i === 0 ? null : `team${Math.floor((i - 1) / 3)}`, // members are the parent's too
    policies: [],
  }));
  const policies = Array.from({ length: policyCount }, (_, i) => ({
    name: `policy${i}`,
    statements: Array.from({ length: statementsInPolicy }, () => makeStatement(any)),
  }));
  const users = Array.from({ length: userCount }, (_, i) => ({
    name: `user${i}`,
    groups: [...new Set([any(groupCount), any(groupCount)])].map((g) => `team${g}`),
    policies: [],
  }));
  policies.forEach((policy, i) =>
    (i < groupPolicies ? groups[i % groupCount] : users[i % userCount]).policies.push(policy.name),
  );
  const questions = Array.from({ length: questionCount }, () => ({
    user: `user${any(userCount)}`,
    action: actions[any(actions.length)],
    type: types[any(types.length)],
    id: String(any(itemCount)),
  }));
  // A page of rows: one subject, a hundred questions.
  const batches = Array.from({ length: 64 }, () => {
    const user = `user${any(userCount)}`;
    return Array.from({ length: 100 }, () => ({ ...questions[any(questionCount)], user }));
  });
  const world = { users, groups, policies, questions, batches };
  const ask = answerer(world);
  world.answers = questions.map(ask);
  world.batchAnswers = batches.map((batch) => batch.map(ask));
  return world;
}

/// The user's groups with all that contain them.
export function closure(world) {
  const parent = new Map(world.groups.map((group) => [group.name, group.parent]));
  return (user) => {
    const all = new Set();
    for (let name of user.groups) for (; name; name = parent.get(name)) all.add(name);
    return [...all];
  };
}

export function matches(statement, { action, type, id }) {
  return (
    (statement.actions.includes("all") || statement.actions.includes(action)) &&
    statement.resources.some((resource) =>
      resource.service
        ? resource.service === serviceOf(type)
        : resource.type === type && (resource.id === undefined || resource.id === id),
    )
  );
}

/// Every statement that the named user holds.
export function statementsOf(world) {
  const users = new Map(world.users.map((user) => [user.name, user]));
  const groups = new Map(world.groups.map((group) => [group.name, group]));
  const policies = new Map(world.policies.map((policy) => [policy.name, policy]));
  const groupsOf = closure(world);
  return (name) => {
    const user = users.get(name);
    return [...user.policies, ...groupsOf(user).flatMap((group) => groups.get(group).policies)]
      .flatMap((policy) => policies.get(policy).statements);
  };
}

function answerer(world) {
  const held = statementsOf(world);
  return (question) => {
    const effects = held(question.user)
      .filter((statement) => matches(statement, question))
      .map((statement) => statement.effect);
    return effects.includes("allow") && !effects.includes("deny");
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [users, policies, file] = process.argv.slice(2);
  writeFileSync(file, JSON.stringify(makeWorld(Number(users), Number(policies))));
}
