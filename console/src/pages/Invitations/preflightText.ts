/** “2 invitations · 1 left out · 1 replaces an older one” */
export function preflightText(sending: number, skipped: number, replaced: number): string {
  return [
    sending === 1 ? '1 invitation' : `${sending} invitations`,
    skipped > 0 && `${skipped} left out: ${skipped === 1 ? 'already a user' : 'already users'}`,
    replaced > 0 && `${replaced} ${replaced === 1 ? 'replaces an older one' : 'replace older ones'}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
