import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { fullName } from '~/components/names'
import { hrefs } from '~/hrefs'
import { answer, api } from './client'
import { useOrganizationId } from './organization'

export type Found = { kind: 'Users' | 'User groups' | 'Permission policies' | 'Service users' | 'Applications'; id: string; name: string; note?: string; href: string }

const most = 5
const isId = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** What one may not read is not found. */
const orNone = <T>(read: Promise<T[]>): Promise<T[]> => read.catch(() => [])

/** Everything that has a page, by part of its name or by its whole id; the first few of each kind. */
export function useFound(q: string) {
  const organizationId = useOrganizationId()
  return useQuery({
    queryKey: ['found', organizationId, q],
    enabled: q !== '' && organizationId !== '',
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const found = isId.test(q) ? await byId(organizationId, q.toLowerCase(), signal) : await byName(organizationId, q, signal)
      return found.flat()
    },
  })
}

const of = (kind: Found['kind'], href: (id: string) => string) => (thing: { id: string; name: string }): Found => ({ kind, id: thing.id, name: thing.name, href: href(thing.id) })

function kinds(organizationId: string) {
  const to = hrefs(organizationId)
  return {
    user: (user: { id: string; email: string; firstName: string; lastName: string }): Found => ({ kind: 'Users', id: user.id, name: fullName(user), note: user.email, href: to.user(user.id) }),
    group: of('User groups', to.group),
    policy: of('Permission policies', to.policy),
    serviceUser: of('Service users', to.serviceUser),
    application: of('Applications', to.application),
  }
}

function byName(organizationId: string, q: string, signal: AbortSignal) {
  const is = kinds(organizationId)
  const asked = { params: { path: { organizationId }, query: { q, pageSize: most } }, signal }
  return Promise.all([
    orNone(answer(api.GET('/organizations/{organizationId}/users', { ...asked, params: { ...asked.params, query: { ...asked.params.query, sort: 'name' } } })).then(({ data }) => data.map(is.user))),
    orNone(answer(api.GET('/organizations/{organizationId}/resourcegroups/{type}', { ...asked, params: { ...asked.params, path: { organizationId, type: 'user' } } })).then(({ data }) => data.map(is.group))),
    orNone(answer(api.GET('/organizations/{organizationId}/permissionpolicies', asked)).then(({ data }) => data.map(is.policy))),
    orNone(answer(api.GET('/organizations/{organizationId}/serviceusers', asked)).then(({ data }) => data.map(is.serviceUser))),
    orNone(answer(api.GET('/organizations/{organizationId}/applications', asked)).then(({ data }) => data.map(is.application))),
  ])
}

function byId(organizationId: string, id: string, signal: AbortSignal) {
  const is = kinds(organizationId)
  const asked = { params: { path: { organizationId, id } }, signal }
  return Promise.all([
    orNone(answer(api.GET('/organizations/{organizationId}/users/{id}', asked)).then((user) => [is.user(user)])),
    orNone(answer(api.GET('/organizations/{organizationId}/resourcegroups/{type}/{id}', { ...asked, params: { path: { organizationId, type: 'user', id } } })).then((group) => [is.group(group)])),
    orNone(answer(api.GET('/organizations/{organizationId}/permissionpolicies/{id}', asked)).then((policy) => [is.policy(policy)])),
    orNone(answer(api.GET('/organizations/{organizationId}/serviceusers/{id}', asked)).then((user) => [is.serviceUser(user)])),
    orNone(answer(api.GET('/organizations/{organizationId}/applications/{id}', asked)).then((application) => [is.application(application)])),
  ])
}
