/** The text with the part that was searched for marked. */
export function Highlighted({ text, part }: { text: string; part?: string }) {
  const at = part ? text.toLowerCase().indexOf(part.toLowerCase()) : -1
  if (!part || at < 0) return <bdi>{text}</bdi>
  return (
    <bdi>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + part.length)}</mark>
      {text.slice(at + part.length)}
    </bdi>
  )
}
