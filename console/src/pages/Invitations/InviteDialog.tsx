import { Button, Group, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useOrganizationId, useTimeZone } from '~/api/organization'
import { addDays, endOfDay, today } from '~/components/dates'
import type { Address } from '~/components/emails'
import { EmailTags } from '~/components/EmailTags'
import { EndDateField } from '~/components/EndDateField'
import type { Choice } from '~/components/PickMany'
import { GroupsField, PoliciesField } from '~/components/pickers'
import { FormDialog, useFormDialog } from '~/components/Unsaved'
import { useTried } from '~/components/useTried'
import { InviteResults } from './InviteResults'
import { preflightText } from './preflightText'
import { useInviting } from './useInviting'
import { isRefused, noteOf, usePreflight } from './usePreflight'

type Props = { opened: boolean; onClose: () => void }

export function InviteDialog({ opened, onClose }: Props) {
  return (
    <FormDialog opened={opened} onClose={onClose} closeOnClickOutside={false} title="Invite users" size="lg">
      <InviteForm onDone={onClose} />
    </FormDialog>
  )
}

function InviteForm({ onDone }: { onDone: () => void }) {
  const organizationId = useOrganizationId()
  const zone = useTimeZone()
  const [addresses, setAddresses] = useState<Address[]>([])
  const [groups, setGroups] = useState<Choice[]>([])
  const [policies, setPolicies] = useState<Choice[]>([])
  const [firstName, setFirstName] = useState('')
  const [lastName, setLastName] = useState('')
  const [contactNumber, setContactNumber] = useState('')
  const [company, setCompany] = useState('')
  const [end, setEnd] = useState<string | null>(null)
  const [expiry, setExpiry] = useState<string | null>(() => addDays(today(zone), 30))
  const inviting = useInviting(organizationId)
  const one = addresses.length <= 1
  const wrong = addresses.some(({ valid }) => !valid)

  const preflight = usePreflight(addresses.filter(({ valid }) => valid).map(({ email }) => email))
  const sending = addresses.filter(({ email, valid }) => valid && !isRefused(preflight, email)).map(({ email }) => email)
  const { tried, form, refuse } = useTried()

  const close = useFormDialog(addresses.length > 0 && !inviting.results)

  const send = (only: string[]) =>
    void inviting.send(only, {
      // Names belong to one person.
      ...(one && { firstName: firstName.trim(), lastName: lastName.trim(), contactNumber: contactNumber.trim() || undefined }),
      company: company.trim() || undefined,
      userGroupIds: groups.length > 0 ? groups.map(({ id }) => id) : undefined,
      permissionPolicyIds: policies.length > 0 ? policies.map(({ id }) => id) : undefined,
      dtEndAccess: end ? endOfDay(end, zone) : undefined,
      dtExpiry: expiry ? endOfDay(expiry, zone) : undefined,
    })
  const submit = () => {
    if (sending.length === 0 || wrong) refuse()
    else send(sending)
  }

  if (inviting.results) {
    return <InviteResults inviting={inviting} onDone={onDone} onRetry={send} onBack={() => {
      setAddresses(addresses.filter(({ email }) => inviting.failed.includes(email)))
      inviting.reset()
    }} />
  }
  return (
    <form ref={form} noValidate onSubmit={(event) => { event.preventDefault(); submit() }}>
      <Stack>
        <EmailTags
          label="Email"
          value={addresses}
          onChange={setAddresses}
          error={!tried || sending.length > 0 ? undefined : addresses.length === 0 ? 'Write at least one e-mail address.' : 'Nobody is left to invite.'}
          noteOf={(email) => noteOf(preflight, email)}
        />
        <GroupsField value={groups} onChange={setGroups} />
        <PoliciesField value={policies} onChange={setPolicies} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <EndDateField label="Access end date" value={end} onChange={setEnd} />
          <EndDateField label="Invite expiry date" value={expiry} onChange={setExpiry} clearable={false} />
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {one && (
            <>
              <TextInput label="First name" autoComplete="off" value={firstName} onChange={(event) => setFirstName(event.currentTarget.value)} />
              <TextInput label="Last name" autoComplete="off" value={lastName} onChange={(event) => setLastName(event.currentTarget.value)} />
            </>
          )}
          <TextInput label="Company" autoComplete="off" value={company} onChange={(event) => setCompany(event.currentTarget.value)} />
          {one && <TextInput label="Contact number" type="tel" autoComplete="off" value={contactNumber} onChange={(event) => setContactNumber(event.currentTarget.value)} />}
        </SimpleGrid>
        {!one && <Text c="dimmed">Names are guessed from the addresses; people without an account correct them when they accept.</Text>}
        <Group justify="space-between" gap="sm">
          <Text c="dimmed" role="status">
            {addresses.length === 0 ? '' : preflightText(sending.length, addresses.filter(({ email }) => isRefused(preflight, email)).length, addresses.filter(({ email }) => preflight.get(email.toLowerCase())?.state === 'INVITED').length)}
          </Text>
          <Group gap="sm" ms="auto">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">Send</Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}
