import { $api, answer, api } from './client'
import { paging, useRows } from './lists'
import { useOrganizationId } from './organization'
import type { Invitation } from './types'

export function useInvitations(filters: { q?: string; status?: Invitation['status'] }) {
  const organizationId = useOrganizationId()
  return useRows(
    $api.useInfiniteQuery(
      'get',
      '/organizations/{organizationId}/invitations',
      { params: { path: { organizationId }, query: { ...filters, pageSize: 100, count: true } } },
      paging,
    ),
  )
}

export function useInvitation(id: string | undefined) {
  const organizationId = useOrganizationId()
  return $api.useQuery(
    'get',
    '/organizations/{organizationId}/invitations/{id}',
    { params: { path: { organizationId, id: id ?? '' } } },
    { enabled: id !== undefined },
  )
}

export type NewInvitation = {
  email: string
  firstName: string
  lastName: string
  contactNumber?: string
  company?: string
  dtEndAccess?: string
  dtExpiry?: string
  permissionPolicyIds?: string[]
  userGroupIds?: string[]
}

const one = (organizationId: string, id: string) => ({ params: { path: { organizationId, id } } })

export const invite = (organizationId: string, body: NewInvitation) =>
  answer(api.POST('/organizations/{organizationId}/invitations', { params: { path: { organizationId } }, body }))

/** What invitations to these addresses would meet; sends nothing. */
export const checkAddresses = (organizationId: string, emails: string[]) =>
  answer(api.POST('/organizations/{organizationId}/invitations/check', { params: { path: { organizationId } }, body: { emails } }))

export const revokeInvitation = (organizationId: string, id: string) =>
  answer(api.DELETE('/organizations/{organizationId}/invitations/{id}', one(organizationId, id)))

export const resendInvitation = (organizationId: string, id: string) =>
  answer(api.POST('/organizations/{organizationId}/invitations/{id}/resend', one(organizationId, id)))
