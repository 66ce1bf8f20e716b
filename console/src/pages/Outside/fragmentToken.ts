import { useEffect } from 'react'

// Outside React: the page may be rendered anew before it is first shown.
let taken = { path: '', token: '' }

/** The token after # in a mailed link: read once, then taken out of the address bar and the history. */
export function useFragmentToken(): string {
  const { pathname, search, hash } = location
  const found = decodeURIComponent(hash.slice(1))
  if (found) taken = { path: pathname, token: found }
  useEffect(() => {
    if (found) history.replaceState(history.state, '', pathname + search)
  }, [found, pathname, search])
  return taken.path === pathname ? taken.token : ''
}
