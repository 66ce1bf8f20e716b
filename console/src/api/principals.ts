import { $api } from './client'
import { useOrganizationId } from './organization'
import { hrefs } from '~/hrefs'
import { fullName } from '~/components/names'

const often = { staleTime: 300_000, retry: false }

/** Whose id this is: a user's or a service user's, with the page about it. Undefined until known, and for who is gone. */
export function usePrincipal(id: string | undefined): { name: string; href?: string } | undefined {
  const organizationId = useOrganizationId()
  const isSomebody = id !== undefined && id !== '' && id !== 'SYSTEM'
  const users = $api.useQuery(
    'get',
    '/organizations/{organizationId}/users',
    { params: { path: { organizationId }, query: { ids: id } } },
    { ...often, enabled: isSomebody },
  )
  const user = users.data?.data.find((one) => one.id === id)
  const serviceUser = $api.useQuery(
    'get',
    '/organizations/{organizationId}/serviceusers/{id}',
    { params: { path: { organizationId, id: id ?? '' } } },
    { ...often, enabled: isSomebody && users.isSuccess && !user },
  ).data
  if (id === 'SYSTEM') return { name: 'Gatehouse' }
  if (user) return { name: fullName(user), href: hrefs(organizationId).user(user.id) }
  if (serviceUser) return { name: serviceUser.name, href: hrefs(organizationId).serviceUser(serviceUser.id) }
  return undefined
}
