// CASL. An ability is one user's list of rules, of which the last that matches decides: allows
// first, denies after them.
import { createMongoAbility, subject } from "@casl/ability";

import { serviceOf, statementsOf, types } from "../world.js";

export const configurations = {
  plain: "the user's ability built for each request",
  fast: "abilities kept for each user, as its documentation advises",
};

const kept = 10_000; // abilities at once; the oldest goes

function ruleOf({ effect, actions, resources }) {
  const [first] = resources;
  const rule = {
    action: actions.includes("all") ? "manage" : actions,
    subject: first.service ? types.filter((type) => serviceOf(type) === first.service) : first.type,
    inverted: effect === "deny",
  };
  if (first.id !== undefined)
    rule.conditions = { id: { $in: resources.map((resource) => resource.id) } };
  return rule;
}

export function open(world, configuration) {
  const held = statementsOf(world);
  const build = (user) => {
    const rules = held(user).map(ruleOf);
    return createMongoAbility([
      ...rules.filter((rule) => !rule.inverted),
      ...rules.filter((rule) => rule.inverted),
    ]);
  };
  const abilities = new Map();
  const find = (user) => {
    let ability = abilities.get(user);
    if (ability) return ability;
    if (abilities.size === kept) abilities.delete(abilities.keys().next().value);
    ability = build(user);
    abilities.set(user, ability);
    return ability;
  };
  const abilityOf = configuration === "fast" ? find : build;
  const ask = (ability, { action, type, id }) => ability.can(action, subject(type, { id }));
  return {
    decide: (question) => ask(abilityOf(question.user), question),
    decideMany: (questions) => {
      const ability = abilityOf(questions[0].user);
      return questions.map((question) => ask(ability, question));
    },
  };
}
