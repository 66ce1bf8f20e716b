import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { checkAddresses } from '~/api/invitations'
import { useOrganizationId } from '~/api/organization'
import type { CheckedAddress } from '~/api/types'

export type Preflight = ReadonlyMap<string, CheckedAddress>

const nothing: Preflight = new Map()

/** What an invitation to each address would meet, by the address in lower case; empty until the server has answered. */
export function usePreflight(emails: string[]): Preflight {
  const organizationId = useOrganizationId()
  const [asked] = useDebouncedValue(emails.map((email) => email.toLowerCase()).toSorted().join(' '), 300)
  return (
    useQuery({
      queryKey: ['invitation preflight', organizationId, asked],
      queryFn: async (): Promise<Preflight> => {
        const { data } = await checkAddresses(organizationId, asked.split(' '))
        return new Map(data.map((checked) => [checked.email, checked]))
      },
      enabled: asked !== '',
      placeholderData: keepPreviousData,
    }).data ?? nothing
  )
}

const notes: Partial<Record<CheckedAddress['state'], string>> = {
  USER: 'already a user',
  INACTIVE_USER: 'already a user, deactivated',
  INVITED: 'invited already, gets a new link',
  INVALID: 'not an address',
}

export const noteOf = (preflight: Preflight, email: string) => {
  const state = preflight.get(email.toLowerCase())?.state
  return state && notes[state]
}

/** Whom the server would refuse. */
export const isRefused = (preflight: Preflight, email: string) =>
  ['USER', 'INACTIVE_USER', 'INVALID'].includes(preflight.get(email.toLowerCase())?.state ?? '')
