import { usePrincipal } from '~/api/principals'
import { Fact } from './Facts'
import { Time } from './Time'

type Props = { of: { dtCreated: string; dtLastModified: string; createdBy: string; lastModifiedBy: string } }

/** Created and last modified: when and by whom. */
export function Audited({ of }: Props) {
  return (
    <>
      <Fact name="Created">
        <span>
          <Time value={of.dtCreated} />
          <By id={of.createdBy} />
        </span>
      </Fact>
      <Fact name="Last modified">
        <span>
          <Time value={of.dtLastModified} />
          <By id={of.lastModifiedBy} />
        </span>
      </Fact>
    </>
  )
}

function By({ id }: { id: string }) {
  const who = usePrincipal(id)
  if (!who) return null
  const name = <bdi>{who.name}</bdi>
  return <> by {who.href ? <a className="link" href={who.href}>{name}</a> : name}</>
}
