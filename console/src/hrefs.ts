import { useMemo } from 'react'
import { useOrganizationId } from '~/api/organization'

/** Every address of the console inside an organization. */
export function hrefs(organizationId: string) {
  const base = `/o/${organizationId}`
  return {
    users: `${base}/access/users`,
    user: (id: string, tab?: string) => `${base}/access/users/${id}${tab ? `?tab=${tab}` : ''}`,
    serviceUsers: `${base}/access/service-users`,
    serviceUser: (id: string) => `${base}/access/service-users/${id}`,
    groups: `${base}/access/groups`,
    group: (id: string) => `${base}/access/groups/${id}`,
    invitations: `${base}/access/invitations`,
    policies: `${base}/access/policies`,
    newPolicy: `${base}/access/policies/new`,
    policy: (id: string) => `${base}/access/policies/${id}`,
    /** With the event that saved an older version, it begins with that one. */
    editPolicy: (id: string, version?: string) => `${base}/access/policies/${id}/edit${version ? `?version=${version}` : ''}`,
    support: `${base}/access/support`,
    applications: `${base}/applications`,
    application: (id: string) => `${base}/applications/${id}`,
    audit: `${base}/audit`,
  }
}

export function useHrefs() {
  const organizationId = useOrganizationId()
  return useMemo(() => hrefs(organizationId), [organizationId])
}

/** Where to go after signing in: only paths of this site. */
export function safeDestination(to: unknown): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])/.test(to)) return '/'
  try {
    const url = new URL(to, 'http://here')
    return url.host === 'here' && url.pathname !== '/login' ? url.pathname + url.search + url.hash : '/'
  } catch {
    return '/'
  }
}
