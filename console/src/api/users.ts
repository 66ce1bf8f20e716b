import { $api, answer, api } from './client'
import { fromTheEnd, paging, useRows } from './lists'
import { useOrganizationId } from './organization'
import type { User } from './types'

export const pageSize = 100

export type UserSort = `${'' | '-'}${'name' | 'email' | 'created' | 'endAccess'}`
export type UserFilters = { q?: string; status?: 'ACTIVE' | 'INACTIVE'; endsBefore?: string; sort?: UserSort }

/** Newest first where nothing is said, as the server has it. */
const reversed = (sort: UserSort = '-created') => (sort.startsWith('-') ? sort.slice(1) : `-${sort}`) as UserSort

export function useUsers(filters: UserFilters) {
  const organizationId = useOrganizationId()
  const asked = (sort: UserSort | undefined) => ({ params: { path: { organizationId }, query: { ...filters, sort, pageSize, count: true } } })
  const path = '/organizations/{organizationId}/users'
  return useRows(
    $api.useInfiniteQuery('get', path, asked(filters.sort), paging),
    $api.useInfiniteQuery('get', path, asked(reversed(filters.sort)), fromTheEnd),
  )
}

/** One page, for what reads them all: an export, a selection. */
export const readUsers = (organizationId: string, filters: UserFilters, nextToken: string | undefined, signal?: AbortSignal) =>
  answer(
    api.GET('/organizations/{organizationId}/users', {
      params: { path: { organizationId }, query: { ...filters, pageSize: 200, count: true, nextToken } },
      signal,
    }),
  )

/** Every user that matches, page by page. */
export async function readAllUsers(organizationId: string, filters: UserFilters, progress: (read: number, total: number) => void, signal: AbortSignal) {
  const users: User[] = []
  let token: string | undefined
  do {
    const page = await readUsers(organizationId, filters, token, signal)
    users.push(...page.data)
    token = page.nextToken ?? undefined
    progress(users.length, page.total ?? users.length)
  } while (token && !signal.aborted)
  signal.throwIfAborted()
  return users
}

/** Up to eight users whose name or e-mail matches, for pickers and the palette. */
export function useUserSearch(q: string, enabled = true) {
  const organizationId = useOrganizationId()
  return $api.useQuery(
    'get',
    '/organizations/{organizationId}/users',
    { params: { path: { organizationId }, query: { q: q || undefined, pageSize: 8, sort: 'name' } } },
    { enabled: enabled && organizationId !== '', placeholderData: (before) => before },
  )
}

/** How many users match, without reading them. */
export function useUserCount(filters: UserFilters, enabled: boolean) {
  const organizationId = useOrganizationId()
  return $api.useQuery(
    'get',
    '/organizations/{organizationId}/users',
    { params: { path: { organizationId }, query: { ...filters, pageSize: 1, count: true } } },
    { enabled },
  ).data?.total
}

export function useUser(id: string, enabled = true) {
  const organizationId = useOrganizationId()
  return $api.useQuery(
    'get',
    '/organizations/{organizationId}/users/{id}',
    { params: { path: { organizationId, id } } },
    { enabled },
  )
}

export function useUserPolicies(id: string) {
  const organizationId = useOrganizationId()
  return $api.useQuery('get', '/organizations/{organizationId}/users/{id}/permissions', {
    params: { path: { organizationId, id }, query: { pageSize: 200 } },
  })
}

export function useUserGroups(id: string) {
  const organizationId = useOrganizationId()
  return $api.useQuery('get', '/organizations/{organizationId}/users/{id}/usergroups', {
    params: { path: { organizationId, id }, query: { pageSize: 200 } },
  })
}

/** The same with the groups that hold those groups. */
export function useInheritedGroups(id: string) {
  const organizationId = useOrganizationId()
  const query = $api.useQuery('get', '/organizations/{organizationId}/users/{id}/usergroups', {
    params: { path: { organizationId, id }, query: { pageSize: 200, inherited: true } },
  })
  return query.data?.data ?? []
}

export type NewUser = {
  email: string
  firstName: string
  lastName: string
  contactNumber?: string
  company?: string
  permissionPolicyIds?: string[]
  userGroupIds?: string[]
  dtEndAccess?: string
}

const one = (organizationId: string, id: string) => ({ params: { path: { organizationId, id } } })

export const createUser = (organizationId: string, body: NewUser) =>
  answer(api.POST('/organizations/{organizationId}/users', { params: { path: { organizationId } }, body }))

export const activateUser = (organizationId: string, id: string) =>
  answer(api.POST('/organizations/{organizationId}/users/{id}/activate', one(organizationId, id)))

export const deactivateUser = (organizationId: string, id: string) =>
  answer(api.POST('/organizations/{organizationId}/users/{id}/deactivate', one(organizationId, id)))

export const setEndOfAccess = (organizationId: string, id: string, version: number, dtEndAccess: string | null) =>
  answer(api.PUT('/organizations/{organizationId}/users/{id}', { ...one(organizationId, id), body: { version, dtEndAccess } }))

/** What administrators write about a user; null: nothing. */
export type UserProperties = Pick<User, 'fullName' | 'company' | 'initials' | 'title'>

export const updateUserProperties = (organizationId: string, id: string, body: UserProperties & { version: number }) =>
  answer(api.PUT('/organizations/{organizationId}/users/{id}', { ...one(organizationId, id), body }))

export const resendTemporaryPassword = (organizationId: string, id: string) =>
  answer(api.PUT('/organizations/{organizationId}/users/{id}/password/resend', one(organizationId, id)))

/** The ids of the groups or policies that a user has directly. */
export const readUserGroups = async (organizationId: string, id: string) =>
  (await answer(api.GET('/organizations/{organizationId}/users/{id}/usergroups', { params: { ...one(organizationId, id).params, query: { pageSize: 200 } } }))).data.map((group) => group.id)

export const readUserPolicies = async (organizationId: string, id: string) =>
  (await answer(api.GET('/organizations/{organizationId}/users/{id}/permissions', { params: { ...one(organizationId, id).params, query: { pageSize: 200 } } }))).data.map((policy) => policy.id)
