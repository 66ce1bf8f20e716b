import { useChange } from '~/api/change'
import { showDone } from './toasts'

type Props<T> = { remove: (item: T) => Promise<unknown>; restore: (item: T) => Promise<unknown>; told: (item: T) => string }

/** Takes something away at once, says so and offers Undo. */
export function useRemoval<T>({ remove, restore, told }: Props<T>) {
  const back = useChange(restore)
  return useChange((item: T) => remove(item).then(() => item), {
    done: (item) => showDone(told(item), () => back.mutate(item)),
  })
}
