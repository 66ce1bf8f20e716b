import { Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm, useWatch } from 'react-hook-form'
import { useChange } from '~/api/change'
import { queryClient } from '~/api/client'
import { updateMe, useMe, useOrganizationId } from '~/api/organization'
import { sessionQuery } from '~/api/session'
import type { User } from '~/api/types'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem, setFieldError } from '~/components/FormProblem'
import { Initials } from '~/components/Initials'
import { Failed, Waiting } from '~/components/States'
import { showDone } from '~/components/toasts'
import { FormDialog, useFormDialog } from '~/components/Unsaved'

type Props = { opened: boolean; onClose: () => void }

export function EditProfileDialog({ opened, onClose }: Props) {
  const { data, error, refetch } = useMe()
  return (
    <FormDialog opened={opened} onClose={onClose} title="Edit Profile">
      {error ? <Failed error={error} again={() => void refetch()} /> : data?.user ? <ProfileForm user={data.user} onClose={onClose} /> : <Waiting />}
    </FormDialog>
  )
}

type Names = { firstName: string; lastName: string }

function ProfileForm({ user, onClose }: { user: User; onClose: () => void }) {
  const organizationId = useOrganizationId()
  const { register, handleSubmit, setError, control, formState } = useForm<Names>({
    defaultValues: { firstName: user.firstName, lastName: user.lastName },
  })
  const names = useWatch({ control })
  const close = useFormDialog(formState.isDirty)
  const update = useChange((body: Names) => updateMe(organizationId, { ...body, version: user.version }), {
    quiet: true,
    done: () => {
      // The session is never asked for by itself, so that it would only be marked as old.
      void queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
      showDone('Your profile is updated')
      onClose()
    },
  })
  const submit = handleSubmit((body) =>
    update.mutateAsync(body).catch((error) => void setFieldError(error, ['firstName', 'lastName'], setError)),
  )
  const placed = update.error?.field === 'firstName' || update.error?.field === 'lastName'
  const rule = { required: 'Write a name.', maxLength: { value: 200, message: 'This is too long.' }, setValueAs: (value: string) => value.trim() }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {!placed && <FormProblem error={update.error} />}
        <Group wrap="nowrap">
          <Initials of={{ firstName: names.firstName ?? '', lastName: names.lastName ?? '' }} size={48} />
          <Text c="dimmed">The colour of your picture follows your name.</Text>
        </Group>
        <TextInput
          label="First name"
          autoComplete="given-name"
          data-autofocus
          {...register('firstName', rule)}
          error={formState.errors.firstName?.message}
        />
        <TextInput label="Last name" autoComplete="family-name" {...register('lastName', rule)} error={formState.errors.lastName?.message} />
        {user.fullName && (
          <Text c="dimmed">
            In this organization others see you as <bdi>{user.fullName}</bdi>, the full name that an administrator wrote.
          </Text>
        )}
        <TextInput label="E-mail" value={user.email} readOnly variant="filled" description="Used to sign in" />
        <FormButtons verb="Update" busy={update.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}
