import { useState } from 'react'

/** The token after # in a mailed link: read once and taken out of the address bar and the history. */
export function useFragmentToken(): string {
  const [token] = useState(() => {
    const found = decodeURIComponent(location.hash.slice(1))
    if (found) history.replaceState(history.state, '', location.pathname + location.search)
    return found
  })
  return token
}
