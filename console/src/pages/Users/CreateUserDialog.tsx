import { SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { useChange } from '~/api/change'
import { useOrganizationId, useTimeZone } from '~/api/organization'
import { createUser, type NewUser } from '~/api/users'
import { endOfDay } from '~/components/dates'
import { isEmail } from '~/components/emails'
import { EndDateField } from '~/components/EndDateField'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem, setFieldError } from '~/components/FormProblem'
import { FormSummary } from '~/components/FormSummary'
import type { Choice } from '~/components/PickMany'
import { GroupsField, PoliciesField } from '~/components/pickers'
import { showDone } from '~/components/toasts'
import { FormDialog, useFormDialog } from '~/components/Unsaved'

type Props = { opened: boolean; onClose: () => void }

export function CreateUserDialog({ opened, onClose }: Props) {
  return (
    <FormDialog opened={opened} onClose={onClose} title="Create user" size="lg">
      <CreateUserForm onClose={onClose} />
    </FormDialog>
  )
}

type Fields = { email: string; firstName: string; lastName: string; company: string; contactNumber: string }
const fields = ['email', 'firstName', 'lastName', 'company', 'contactNumber'] as const
const trim = (value: string) => value.trim()

function CreateUserForm({ onClose }: { onClose: () => void }) {
  const organizationId = useOrganizationId()
  const zone = useTimeZone()
  const { register, handleSubmit, setError, formState } = useForm<Fields>({
    defaultValues: { email: '', firstName: '', lastName: '', company: '', contactNumber: '' },
  })
  const [groups, setGroups] = useState<Choice[]>([])
  const [policies, setPolicies] = useState<Choice[]>([])
  const [end, setEnd] = useState<string | null>(null)
  const { errors, isDirty } = formState
  const close = useFormDialog(isDirty || end !== null || groups.length + policies.length > 0)

  const create = useChange((body: NewUser) => createUser(organizationId, body), {
    quiet: true,
    done: (user) => {
      showDone(`${user.email} is created; a temporary password is on its way`)
      onClose()
    },
  })
  const submit = handleSubmit((values) =>
    create
      .mutateAsync({
        ...values,
        company: values.company || undefined,
        contactNumber: values.contactNumber || undefined,
        userGroupIds: groups.length > 0 ? groups.map(({ id }) => id) : undefined,
        permissionPolicyIds: policies.length > 0 ? policies.map(({ id }) => id) : undefined,
        dtEndAccess: end ? endOfDay(end, zone) : undefined,
      })
      .catch((error) => void setFieldError(error, fields, setError)),
  )
  const placed = fields.some((field) => field === create.error?.field)

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <Text c="dimmed">The user gets a temporary password by mail and chooses their own at the first sign-in.</Text>
        <FormSummary errors={fields.map((field) => errors[field]?.message)} />
        {!placed && <FormProblem error={create.error} />}
        <TextInput
          label="Email address"
          type="email"
          withAsterisk
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          {...register('email', { setValueAs: trim, validate: (value) => isEmail(value.trim()) || 'Write an e-mail address.' })}
          error={errors.email?.message}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label="First name" withAsterisk autoComplete="off" {...register('firstName', { setValueAs: trim, required: 'Write a first name.' })} error={errors.firstName?.message} />
          <TextInput label="Last name" withAsterisk autoComplete="off" {...register('lastName', { setValueAs: trim, required: 'Write a last name.' })} error={errors.lastName?.message} />
          <TextInput label="Company" autoComplete="off" {...register('company', { setValueAs: trim })} error={errors.company?.message} />
          <TextInput label="Contact number" type="tel" autoComplete="off" {...register('contactNumber', { setValueAs: trim })} error={errors.contactNumber?.message} />
          <EndDateField label="Access end date" value={end} onChange={setEnd} />
        </SimpleGrid>
        <GroupsField value={groups} onChange={setGroups} />
        <PoliciesField value={policies} onChange={setPolicies} />
        <FormButtons verb="Create user" busy={create.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}
