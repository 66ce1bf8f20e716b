import { Stack, Switch, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useChange } from '~/api/change'
import { useOrganizationId } from '~/api/organization'
import { addPolicy } from '~/api/policies'
import { createAccessKey, createServiceUser } from '~/api/serviceUsers'
import type { AccessKey, ServiceUser } from '~/api/types'
import { FormButtons } from '~/components/FormButtons'
import { FormProblem } from '~/components/FormProblem'
import type { Choice } from '~/components/PickMany'
import { PoliciesField } from '~/components/pickers'
import { showDone, showProblem } from '~/components/toasts'
import { FormDialog, useFormDialog } from '~/components/Unsaved'
import { useTried } from '~/components/useTried'
import { expiryOf, KeyExpiry, usualExpiry } from './KeyExpiry'

type Props = { opened: boolean; onClose: () => void; onDone: (user: ServiceUser, key?: AccessKey) => void }

export function CreateServiceUserDialog({ opened, onClose, onDone }: Props) {
  return (
    <FormDialog opened={opened} onClose={onClose} title="Create service user">
      <Form onClose={onClose} onDone={onDone} />
    </FormDialog>
  )
}

function Form({ onClose, onDone }: Omit<Props, 'opened'>) {
  const organizationId = useOrganizationId()
  const [name, setName] = useState('')
  const [policies, setPolicies] = useState<Choice[]>([])
  const [withKey, setWithKey] = useState(true)
  const [expiry, setExpiry] = useState(usualExpiry)
  const { tried, form, refuse } = useTried()
  const close = useFormDialog(name !== '' || policies.length > 0)

  const create = useChange(
    async () => {
      const user = await createServiceUser(organizationId, name.trim())
      // The service user stands; what fails from here on is told, and can be made good on its page.
      for (const policy of policies) {
        await addPolicy(organizationId, policy.id, { type: 'serviceuser', id: user.id, name: user.name }).catch(showProblem)
      }
      const key = withKey ? await createAccessKey(organizationId, user.id, expiryOf(expiry, Date.now())).catch((error) => void showProblem(error)) : undefined
      return { user, key: key ?? undefined }
    },
    {
      quiet: true,
      secret: true,
      done: ({ user, key }) => {
        onClose()
        showDone(`${user.name} is created`)
        onDone(user, key)
      },
    },
  )
  const problem = create.error
  const atName = problem?.field === 'name' || problem?.code === 'already_exists' ? problem.message : tried && name.trim() === '' ? 'Write a name.' : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') refuse()
    else if (!create.isPending) create.mutate(undefined)
  }
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack>
        {!(atName && problem) && <FormProblem error={problem} />}
        <TextInput label="Name" withAsterisk data-autofocus autoComplete="off" value={name} error={atName} onChange={(event) => setName(event.currentTarget.value)} />
        <PoliciesField value={policies} onChange={setPolicies} />
        <Switch label="Generate access key" checked={withKey} onChange={(event) => setWithKey(event.currentTarget.checked)} />
        {withKey && <KeyExpiry value={expiry} onChange={setExpiry} />}
        <FormButtons verb="Create service user" busy={create.isPending} onCancel={close} />
      </Stack>
    </form>
  )
}
