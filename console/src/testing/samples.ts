import type { Application, AuditEvent, Invitation, PermissionPolicy, Session, User } from '~/api/types'
import { fakeApi, type Route } from './fakeApi'

export const organizationId = '01970000-0000-7000-8000-000000000001'

const audited = (id: string) => ({
  id,
  version: 1,
  dtCreated: '2026-01-05T10:00:00.000Z',
  dtLastModified: '2026-02-05T10:00:00.000Z',
  createdBy: 'ada',
  lastModifiedBy: 'ada',
})

export const session: Session = {
  id: 'session',
  kind: 'full',
  account: { id: 'account-ada', email: 'ada@northwind.example', firstName: 'Ada', lastName: 'Lovelace', contactNumber: '' },
  csrfToken: 'csrf-1',
  dtExpires: '2030-01-01T00:00:00.000Z',
  organizations: [{ id: organizationId, organizationName: 'Northwind', userId: 'ada', status: 'ACTIVE' }],
}

export const user = (id: string, firstName: string, lastName: string, more: Partial<User> = {}): User => ({
  ...audited(id),
  accountId: `account-${id}`,
  externalId: null,
  contactNumber: '',
  userName: firstName.toLowerCase(),
  fullName: null,
  company: null,
  initials: null,
  title: null,
  permissionPolicy: [],
  organizations: [organizationId],
  supportUser: false,
  firstAcceptedTermsAndConditions: null,
  lastAcceptedTermsAndConditions: null,
  lastSignIn: null,
  temporaryPassword: null,
  createdByName: 'Ada Lovelace',
  lastModifiedByName: null,
  email: `${firstName.toLowerCase()}@northwind.example`,
  firstName,
  lastName,
  status: 'ACTIVE',
  active: true,
  dtEndAccess: null,
  signInState: 'password',
  ...more,
})

export const ada = user('ada', 'Ada', 'Lovelace')
export const grace = user('grace', 'Grace', 'Hopper', { signInState: 'temporary_password' })

export const readOnly: PermissionPolicy = {
  ...audited('read-only'),
  name: 'ReadOnly',
  managedPolicy: true,
  permissionPolicy: [{ effect: 'allow', action: ['config:retrieve'], resource: ['*'] }],
  attachments: { users: 1, userGroups: 0, serviceUsers: 0, supportUsers: 0, allUsers: 0, anySubjectOf: [] },
}

export const records: Application = {
  ...audited('app-records'),
  service: 'records',
  name: 'Records',
  types: ['record'],
  actions: ['read', 'write'],
}

export const invitation: Invitation = {
  ...audited('invitation-1'),
  email: 'olga@partner.example',
  firstName: 'Olga',
  lastName: 'Petrova',
  contactNumber: '',
  company: null,
  accepted: false,
  dtEndAccess: '',
  dtSent: '2026-01-05T10:00:00.000Z',
  delivery: 'sent',
  dtDelivered: '2026-01-05T10:00:01.000Z',
  deliveryError: '',
  invitingPrincipalId: 'ada',
  userGroupIds: [],
  m3terUser: false,
  status: 'PENDING',
  dtExpiry: '2030-01-01T00:00:00.000Z',
  invitingPrincipalName: 'Ada Lovelace',
  permissionPolicyIds: ['read-only'],
}

export const event: AuditEvent = {
  id: 'event-1',
  index: 0,
  sourceAddress: '127.0.0.1',
  requestId: 'request-1',
  time: '2026-03-01T10:00:00.000Z',
  actorType: 'USER',
  actorId: 'ada',
  actorName: 'Ada Lovelace',
  action: 'user.deactivate',
  targetType: 'user',
  targetId: 'grace',
  targetName: 'Grace Hopper',
  outcome: 'SUCCESS',
  details: { before: { status: 'ACTIVE' }, after: { status: 'INACTIVE' } },
}

export const page = <T>(...data: T[]) => ({ body: { data, nextToken: null, total: data.length } })

const o = `/organizations/${organizationId}`

/** A signed-in administrator of a small organization. */
export const northwind = (more: Record<string, Route> = {}) =>
  // First the test's own answers, so that they also win over a pattern.
  fakeApi({ ...more, ...Object.fromEntries(Object.entries(usual).filter(([route]) => !(route in more))) })

const usual: Record<string, Route> = {
  'GET /session': () => ({ body: session }),
  [`GET ${o}`]: () => ({ body: { ...audited(organizationId), organizationName: 'Northwind', timeZone: 'Europe/Berlin' } }),
  [`GET ${o}/users/me`]: () => ({ body: { organization: {}, user: ada } }),
  [`GET ${o}/users/me/access`]: () => ({ body: { administrator: true, onlyAdministrator: false, allowed: [] } }),
  [`GET ${o}/users`]: () => page(ada, grace),
  [`GET ${o}/users/ada`]: () => ({ body: ada }),
  [`GET ${o}/users/grace`]: () => ({ body: grace }),
  [`GET ${o}/users/*/permissions`]: () => page(readOnly),
  [`GET ${o}/users/*/usergroups`]: () => page(),
  [`GET ${o}/users/*/heldpolicies`]: () => ({ body: { data: [] } }),
  [`GET ${o}/users/*/permissionmatrix`]: () => ({ body: { data: [] } }),
  [`GET ${o}/invitations`]: () => page(invitation),
  [`POST ${o}/invitations/check`]: ({ body }) => page(...(body as { emails: string[] }).emails.map((email) => ({ email, state: 'NEW', userId: '' }))),
  [`GET ${o}/permissionpolicies`]: () => page(readOnly),
  [`GET ${o}/permissionpolicies/*`]: () => ({ body: readOnly }),
  [`GET ${o}/resourcegroups/user`]: () => page(),
  [`GET ${o}/applications`]: () => page(records),
  [`GET ${o}/applications/app-records`]: () => ({ body: records }),
  [`GET ${o}/auditevents`]: () => page(event),
}

export const inOrganization = (path: string) => `/o/${organizationId}${path}`
export const call = (method: string, path: string) => `${method} ${o}${path}`
