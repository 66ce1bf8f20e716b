import { Modal, Stack, Switch, TextInput } from '@mantine/core'
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

type Props = { opened: boolean; onClose: () => void; onDone: (user: ServiceUser, key?: AccessKey) => void }

export function CreateServiceUserDialog({ opened, onClose, onDone }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Create service user">
      <Form onClose={onClose} onDone={onDone} />
    </Modal>
  )
}

function Form({ onClose, onDone }: Omit<Props, 'opened'>) {
  const organizationId = useOrganizationId()
  const [name, setName] = useState('')
  const [policies, setPolicies] = useState<Choice[]>([])
  const [withKey, setWithKey] = useState(true)

  const create = useChange(
    async () => {
      const user = await createServiceUser(organizationId, name.trim())
      // The service user stands; what fails from here on is told, and can be made good on its page.
      for (const policy of policies) {
        await addPolicy(organizationId, policy.id, { type: 'serviceuser', id: user.id, name: user.name }).catch(showProblem)
      }
      const key = withKey ? await createAccessKey(organizationId, user.id).catch((error) => void showProblem(error)) : undefined
      return { user, key: key ?? undefined }
    },
    {
      quiet: true,
      done: ({ user, key }) => {
        onClose()
        showDone(`${user.name} is created`)
        onDone(user, key)
      },
    },
  )
  const problem = create.error
  const atName = problem?.field === 'name' || problem?.code === 'already_exists' ? problem.message : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '' && !create.isPending) create.mutate(undefined)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {!atName && <FormProblem error={problem} />}
        <TextInput label="Name" withAsterisk data-autofocus autoComplete="off" value={name} error={atName} onChange={(event) => setName(event.currentTarget.value)} />
        <PoliciesField value={policies} onChange={setPolicies} />
        <Switch label="Generate access key" checked={withKey} onChange={(event) => setWithKey(event.currentTarget.checked)} />
        <FormButtons verb="Create service user" busy={create.isPending} disabled={name.trim() === ''} onCancel={onClose} />
      </Stack>
    </form>
  )
}
