import { useMutation } from '@tanstack/react-query'
import { showProblem } from '~/components/toasts'
import { refresh } from './lists'
import { Problem } from './problem'

type Options<R> = {
  /** What follows a success. */
  done?: (result: R) => void
  /** The caller shows the failure itself, for example beside a form's fields. */
  quiet?: boolean
}

/** A change on the server: afterwards what is shown is read again, and a failure is told in a toast. */
export function useChange<V, R>(act: (input: V) => Promise<R>, { done, quiet }: Options<R> = {}) {
  return useMutation<R, Problem, V>({
    mutationFn: act,
    onSuccess: (result) => {
      void refresh(result)
      done?.(result)
    },
    onError: (error, input) => {
      if (error.code === 'stale_version') void refresh()
      if (quiet) return
      showProblem(error, error.code === 'network' ? () => void act(input).then(refresh, showProblem) : undefined)
    },
  })
}
