import { Fact } from './Facts'
import { Time } from './Time'

type Props = {
  of: { dtCreated: string; dtLastModified: string }
  createdBy?: string | null
  lastModifiedBy?: string | null
}

const nameOf = (who: string) => (who === 'SYSTEM' ? 'Gatehouse' : who)

/** Created and last modified: when and by whom. */
export function Audited({ of, createdBy, lastModifiedBy }: Props) {
  return (
    <>
      <Fact name="Created">
        <span>
          <Time value={of.dtCreated} />
          {createdBy && <> by <bdi>{nameOf(createdBy)}</bdi></>}
        </span>
      </Fact>
      <Fact name="Last modified">
        <span>
          <Time value={of.dtLastModified} />
          {lastModifiedBy && <> by <bdi>{nameOf(lastModifiedBy)}</bdi></>}
        </span>
      </Fact>
    </>
  )
}
