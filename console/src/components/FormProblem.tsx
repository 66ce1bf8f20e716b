import { Alert, Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { FieldPath, FieldValues, UseFormSetError } from 'react-hook-form'
import { refresh } from '~/api/lists'
import { explain, Problem, waitText } from '~/api/problem'
import { CopyButton } from './CopyButton'
import { intoView } from './intoView'

/** Why a form was refused, above its fields. */
export function FormProblem({ error }: { error: unknown }) {
  const wait = useCountdown(error)
  if (!error) return null
  const { title, text } = explain(error)
  const stale = error instanceof Problem && error.code === 'stale_version'
  return (
    <Alert ref={intoView} role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />} title={title}>
      {wait > 0 ? `Try again in ${waitText(wait)}.` : text}
      {stale && (
        <Button mt="xs" size="compact-sm" variant="default" display="block" onClick={() => void refresh()}>
          Load the newest state
        </Button>
      )}
      {wait === 0 && <RequestId error={error} />}
    </Alert>
  )
}

/** By which the server's log knows a call that failed, to be copied. */
export const RequestId = ({ error }: { error: unknown }) =>
  error instanceof Problem && error.requestId ? (
    <Text size="xs" c="dimmed" mt={4} component="div">
      Request <bdi className="code">{error.requestId}</bdi>
      <CopyButton value={error.requestId} label="Copy the request ID" />
    </Text>
  ) : null

/** Seconds left of the wait that a 429 asked for. */
export function useCountdown(error: unknown): number {
  const problem = error instanceof Problem && error.status === 429 ? error : undefined
  const [now, setNow] = useState(() => Date.now())
  // Never more than was asked for, however long ago `now` was read.
  const left = problem ? Math.max(0, Math.min(problem.wait, Math.ceil((problem.retryAt - now) / 1000))) : 0
  const waiting = left > 0
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [waiting])
  return left
}

/** Puts the server's objection at the field it names; false when it belongs to the whole form. */
export function setFieldError<F extends FieldValues>(
  error: unknown,
  fields: readonly FieldPath<F>[],
  setError: UseFormSetError<F>,
): boolean {
  if (!(error instanceof Problem) || !error.field) return false
  const field = fields.find((name) => name === error.field)
  if (!field) return false
  setError(field, { type: 'server', message: error.message }, { shouldFocus: true })
  return true
}
