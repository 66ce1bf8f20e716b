/** The text with the part that was searched for marked; whole in the tooltip where there is no room for it. */
export function Highlighted({ text, part }: { text: string; part?: string }) {
  const at = part ? text.toLowerCase().indexOf(part.toLowerCase()) : -1
  if (!part || at < 0) return <bdi title={text}>{text}</bdi>
  return (
    <bdi title={text}>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + part.length)}</mark>
      {text.slice(at + part.length)}
    </bdi>
  )
}
