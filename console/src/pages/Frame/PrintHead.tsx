import { useLocation } from '@tanstack/react-router'
import { useOrganizationName } from '~/api/organization'
import { useAbsolute, useNow } from '~/components/Time'
import { usePrinting } from '~/components/printing'
import { parseSearch } from '~/filters'

/** Not what one filters by, but what stands beside the list. */
const beside = ['user', 'open', 'columns', 'tab']

/** On paper only: whose list it is, what it was filtered by, and when it was printed. */
export function PrintHead({ className }: { className: string | undefined }) {
  const name = useOrganizationName()
  const written = useAbsolute()
  const { searchStr } = useLocation()
  const printing = usePrinting()
  const now = useNow()
  if (!printing) return null
  const filters = Object.entries(parseSearch(searchStr)).filter(([key]) => !beside.includes(key))
  return (
    <p className={className}>
      <strong>
        <bdi>{name}</bdi> · Gatehouse
      </strong>
      {filters.map(([key, value]) => (
        <span key={key}>
          {key}: <bdi>{value}</bdi>
        </span>
      ))}
      <span>Printed {written(new Date(now).toISOString())}</span>
    </p>
  )
}
