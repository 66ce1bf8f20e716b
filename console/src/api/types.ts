import type { components } from './schema'

type Schemas = components['schemas']

export type Session = Schemas['Session']
export type User = Schemas['User']
export type Invitation = Schemas['Invitation']
export type CheckedAddress = Schemas['CheckedAddress']
export type InvitationInfo = Schemas['InvitationView']
export type Statement = Schemas['Statement']
export type Application = Schemas['Application']
export type Resource = Schemas['Resource']
export type PermissionPolicy = Schemas['PermissionPolicy']
export type ResourceGroup = Schemas['ResourceGroup']
export type ResourceGroupItem = Schemas['ResourceGroupItem']
export type ServiceUser = Schemas['ServiceUser']
export type AccessKey = Schemas['AccessKey']
export type Simulation = Schemas['Simulation']
export type ExplainedDecision = Schemas['ExplainedDecision']
export type SupportAccess = Schemas['SupportAccess']
export type AuditEvent = Schemas['AuditEvent']

export type Page<T> = { data: T[]; nextToken?: string | null; total?: number }
