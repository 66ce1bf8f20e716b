import { useMutation } from '@tanstack/react-query'
import { showProblem } from '~/components/toasts'
import { refresh } from './lists'
import { Problem } from './problem'

type Options<R> = {
  /** What follows a success. */
  done?: (result: R) => void
  /** The caller shows the failure itself, for example beside a form's fields. */
  quiet?: boolean
  /** The answer holds a secret: nothing keeps it once nobody shows it. */
  secret?: boolean
}

/** A change on the server: afterwards what is shown is read again, and a failure is told in a toast. */
export function useChange<V, R>(act: (input: V) => Promise<R>, { done, quiet, secret }: Options<R> = {}) {
  const mutation = useMutation<R, Problem, V>({
    mutationFn: act,
    ...(secret && { gcTime: 0 }),
    onSuccess: (result) => {
      void refresh(result)
      done?.(result)
    },
    onError: (error, input) => {
      if (error.code === 'stale_version') void refresh()
      if (quiet) return
      const isWorthAnother = error.code === 'network' || error.status === 429
      showProblem(error, isWorthAnother ? () => mutation.mutate(input) : undefined)
    },
  })
  return mutation
}
