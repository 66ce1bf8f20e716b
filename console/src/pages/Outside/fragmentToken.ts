/** The token after # in a mailed link: read once, when the page is loaded, then taken out of the address bar and the history. */
export const fragmentToken = take()

function take(): string {
  const token = decodeURIComponent(location.hash.slice(1))
  if (token) history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

// Another link pasted into the same tab.
addEventListener('hashchange', () => {
  if (location.hash) location.reload()
})
