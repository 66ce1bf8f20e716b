import { Fact } from './Facts'
import { Time } from './Time'

type Props = {
  of: { dtCreated: string; dtLastModified: string }
  createdBy?: string | null
  lastModifiedBy?: string | null
}

/** Created and last modified: when and by whom. */
export function Audited({ of, createdBy, lastModifiedBy }: Props) {
  return (
    <>
      <Fact name="Created">
        <span>
          <Time value={of.dtCreated} />
          {createdBy && <> by <bdi>{createdBy}</bdi></>}
        </span>
      </Fact>
      <Fact name="Last modified">
        <span>
          <Time value={of.dtLastModified} />
          {lastModifiedBy && <> by <bdi>{lastModifiedBy}</bdi></>}
        </span>
      </Fact>
    </>
  )
}
