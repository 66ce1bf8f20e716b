import { Group, Button, Modal, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { PolicyText } from '~/api/policies'
import { Diff } from '~/components/Diff'
import { TestCaseList } from './TestCaseList'
import { useTestCases } from './testCases'
import { writeStatements } from './policyText'
import { SimulationView } from './SimulationView'

type Props = {
  policyId: string
  before: PolicyText
  /** What is to be saved; absent: closed. */
  after: PolicyText | undefined
  busy: boolean
  onSave: (reason: string) => void
  onClose: () => void
}

/** Before a policy is saved: what is different, who gains and loses what, and why it is done. */
export function ReviewDialog({ after, onClose, ...props }: Props) {
  return (
    <Modal opened={after !== undefined} onClose={onClose} title={`Save ${props.before.name}?`} size="xl">
      {after && <Review {...props} after={after} onClose={onClose} />}
    </Modal>
  )
}

function Review({ policyId, before, after, busy, onSave, onClose }: Omit<Props, 'after'> & { after: PolicyText }) {
  const [reason, setReason] = useState('')
  const cases = useTestCases(policyId)
  const isSame = writeStatements(before.permissionPolicy) === writeStatements(after.permissionPolicy)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) onSave(reason.trim())
      }}
    >
      <Stack>
        {before.name !== after.name && (
          <Text>
            Name: <del>{before.name}</del> <ins>{after.name}</ins>
          </Text>
        )}
        {isSame ? (
          <Text c="dimmed">The statements stay as they are.</Text>
        ) : (
          <>
            <Diff label="What is different" before={writeStatements(before.permissionPolicy)} after={writeStatements(after.permissionPolicy)} />
            <section aria-labelledby="effect">
              <Title order={3} size="h5" mb="xs" id="effect">
                What it changes
              </Title>
              <SimulationView draft={{ policyId, permissionPolicy: after.permissionPolicy }} />
            </section>
            {cases.all.length > 0 && <TestCaseList policyId={policyId} statements={after.permissionPolicy} cases={cases} />}
          </>
        )}
        <TextInput
          label="Reason"
          description="Optional; it stands in the audit trail and in the policy's history."
          maxLength={500}
          autoComplete="off"
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
