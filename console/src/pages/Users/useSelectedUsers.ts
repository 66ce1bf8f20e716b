import { useCallback, useMemo } from 'react'
import type { User } from '~/api/types'
import { useKept } from '~/components/kept'

/** The users that are selected; they stay so while one searches for others, and after Back. */
export function useSelectedUsers(rows: User[]) {
  const [selected, setSelected] = useKept<ReadonlyMap<string, User>>('selected users', new Map())
  const set = useCallback((users: User[], on: boolean) => {
    setSelected((before) => {
      const next = new Map(before)
      for (const user of users) {
        if (on) next.set(user.id, user)
        else next.delete(user.id)
      }
      return next
    })
  }, [setSelected])
  const replace = useCallback((users: User[]) => setSelected(new Map(users.map((user) => [user.id, user]))), [setSelected])
  const clear = useCallback(() => setSelected(new Map()), [setSelected])
  // What has changed since is used as it is now.
  const users = useMemo(() => {
    const newest = new Map(rows.map((user) => [user.id, user]))
    return [...selected.values()].map((user) => newest.get(user.id) ?? user)
  }, [selected, rows])
  return useMemo(
    () => ({ users, has: (id: string) => selected.has(id), set, replace, clear }),
    [users, selected, set, replace, clear],
  )
}
