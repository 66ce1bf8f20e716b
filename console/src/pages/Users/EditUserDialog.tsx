import { SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from 'react-hook-form'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import type { User } from '~/api/types'
import { updateUserProperties, useUser, type UserProperties } from '~/api/users'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem, setFieldError } from '~/components/FormProblem'
import { fullName } from '~/components/names'
import { StaleChanges, useBase } from '~/components/StaleChanges'
import { Failed, Waiting } from '~/components/States'
import { showDone } from '~/components/toasts'
import { FormDialog, useFormDialog } from '~/components/Unsaved'

/** What administrators write about a user. */
export function EditUserDialog({ user, onClose }: { user: User | undefined; onClose: () => void }) {
  return (
    <FormDialog opened={user !== undefined} onClose={onClose} title={user && <bdi>{fullName(user)}</bdi>}>
      {user && <Read id={user.id} onClose={onClose} />}
    </FormDialog>
  )
}

function Read({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useUser(id)
  if (data) return <EditForm user={data} onClose={onClose} />
  return error ? <Failed error={error} again={() => void refetch()} /> : <Waiting />
}

type Values = Record<keyof UserProperties, string>
const fields = ['fullName', 'company', 'initials', 'title'] as const
const labels: Values = { fullName: 'Full name', company: 'Company', initials: 'Initials', title: 'Title' }

const valuesOf = ({ fullName, company, initials, title }: User): Values => ({ fullName: fullName ?? '', company: company ?? '', initials: initials ?? '', title: title ?? '' })

function EditForm({ user, onClose }: { user: User; onClose: () => void }) {
  const organizationId = useOrganizationId()
  const update = useChange((body: UserProperties & { version: number }) => updateUserProperties(organizationId, user.id, body), {
    quiet: true,
    done: (saved) => {
      showDone(`${fullName(saved)} is saved`)
      onClose()
    },
  })
  const { base, newest, takeNewest } = useBase(user, update.error)
  const { register, handleSubmit, setError, getValues, reset, formState } = useForm<Values>({ defaultValues: valuesOf(base) })
  const close = useFormDialog(formState.isDirty)
  const save = (version: number) =>
    handleSubmit(({ fullName, company, initials, title }) =>
      update
        .mutateAsync({ fullName: fullName || null, company: company || null, initials: initials || null, title: title || null, version })
        .catch((error) => void setFieldError(error, fields, setError)),
    )
  const placed = fields.some((field) => field === update.error?.field)
  const input = (field: keyof Values, most: number) => ({
    label: labels[field],
    autoComplete: 'off',
    ...register(field, {
      setValueAs: (value: string) => value.trim(),
      validate: (value) => [...value].length <= most || `At most ${most} characters.`,
    }),
    error: formState.errors[field]?.message,
  })
  return (
    <form noValidate onSubmit={(event) => void save(newest?.version ?? base.version)(event)}>
      <Stack>
        {newest ? (
          <StaleChanges
            when={newest.dtLastModified}
            by={newest.lastModifiedBy}
            sides={fields.map((field) => ({ label: labels[field], before: base[field] ?? '', theirs: newest[field] ?? '', mine: getValues(field).trim() }))}
            busy={update.isPending}
            onMine={() => void save(newest.version)()}
            onTheirs={() => {
              update.reset()
              takeNewest()
              reset(valuesOf(newest))
            }}
          />
        ) : (
          !placed && <FormProblem error={update.error} />
        )}
        <TextInput
          data-autofocus
          placeholder={`${user.firstName} ${user.lastName}`}
          description="How others see the name; empty: first and last name"
          {...input('fullName', 100)}
        />
        <TextInput {...input('company', 100)} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...input('initials', 10)} />
          <TextInput {...input('title', 100)} />
        </SimpleGrid>
        <FormButtons verb="Save" busy={update.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}
