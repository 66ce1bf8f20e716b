import { Button, Checkbox, Select, Title } from '@mantine/core'
import { IconBan, IconCircleCheck, IconCircleHalf2, IconDownload, IconMinus } from '@tabler/icons-react'
import { usePermissionMatrix, type MatrixCell, type MatrixRow } from '~/api/effectiveAccess'
import { usePolicies } from '~/api/policies'
import { Failed, Waiting } from '~/components/States'
import { csvOf, download } from '~/csv'
import classes from './PermissionMatrix.module.css'

type Props = {
  userId: string
  name: string
  /** The policy to compare with, and whether only what differs is shown. */
  compare: string | undefined
  differing: boolean
  onCompare: (policyId: string | undefined) => void
  onDiffering: (on: boolean) => void
  onAsk: (action: string, resource: string) => void
}

const states = {
  allowed: { word: 'Allowed', Icon: IconCircleCheck },
  partly: { word: 'In part', Icon: IconCircleHalf2 },
  denied: { word: 'Denied', Icon: IconBan },
  not_granted: { word: 'Not granted', Icon: IconMinus },
} as const

const differs = ({ reach, policyReach }: MatrixCell) => policyReach !== undefined && policyReach !== reach

/** What a user may do with each type of resource, as a table; a cell leads to the reason. */
export function PermissionMatrix({ userId, name, compare, differing, onCompare, onDiffering, onAsk }: Props) {
  const query = usePermissionMatrix(userId, compare)
  const policies = usePolicies().rows
  const all = query.data?.data ?? []
  const rows = differing && compare ? all.filter(({ actions }) => actions.some(differs)) : all
  const save = () => download(`permissions-of-${name}.csv`, csvOf(linesOf(rows)))
  return (
    <section className={classes.matrix} aria-labelledby="matrix">
      <header>
        <Title order={2} size="h4" id="matrix">
          All permissions
        </Title>
        <div className={classes.tools}>
          <Select
            aria-label="Compare with a policy"
            placeholder="Compare with a policy"
            searchable
            clearable
            clearButtonProps={{ 'aria-label': 'Compare with no policy' }}
            data={policies.map(({ id, name: label }) => ({ value: id, label }))}
            value={compare ?? null}
            onChange={(id) => onCompare(id ?? undefined)}
          />
          {compare && <Checkbox label="Only differences" checked={differing} onChange={(event) => onDiffering(event.currentTarget.checked)} />}
          <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} disabled={rows.length === 0} onClick={save}>
            CSV
          </Button>
        </div>
      </header>
      {query.error ? (
        <Failed error={query.error} again={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting />
      ) : rows.length === 0 ? (
        <p className={classes.same}>Nothing differs from this policy.</p>
      ) : (
        tablesOf(rows).map((table) => <Table key={table[0]!.type} rows={table} onAsk={onAsk} />)
      )}
    </section>
  )
}

/** Types with the same actions share a table. */
function tablesOf(rows: MatrixRow[]): MatrixRow[][] {
  const tables = new Map<string, MatrixRow[]>()
  for (const row of rows) {
    const key = row.actions.map(({ action }) => action).join()
    tables.set(key, [...(tables.get(key) ?? []), row])
  }
  return [...tables.values()]
}

const linesOf = (rows: MatrixRow[]) => [
  ['Resource type', 'Action', 'Permission', 'By the compared policy'],
  ...rows.flatMap(({ type, actions }) =>
    actions.map(({ action, reach, policyReach }) => [type, action, states[reach].word, policyReach ? states[policyReach].word : '']),
  ),
]

const serviceOf = (word: string) => word.split(':')[0]!

function Table({ rows, onAsk }: { rows: MatrixRow[]; onAsk: Props['onAsk'] }) {
  const actions = rows[0]!.actions.map(({ action }) => action)
  return (
    <div className={classes.scroller}>
      <table aria-label={`Permissions on types of ${serviceOf(rows[0]!.type)}`}>
        <thead>
          <tr>
            <th scope="col">Resource type</th>
            {actions.map((action) => (
              <th key={action} scope="col">
                {action}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ type, actions: cells }) => (
            <tr key={type}>
              <th scope="row">{type}</th>
              {cells.map((cell) => (
                <td key={cell.action} data-reach={cell.reach} data-differs={differs(cell) || undefined}>
                  {/* The form above asks the same by keyboard: these would be hundreds of stops. */}
                  <button type="button" tabIndex={-1} onClick={() => onAsk(cell.action, `${type}/*`)}>
                    <State reach={cell.reach} />
                    {differs(cell) && <> <small>policy: {states[cell.policyReach!].word.toLowerCase()}</small></>}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function State({ reach }: { reach: MatrixCell['reach'] }) {
  const { word, Icon } = states[reach]
  return (
    <>
      <Icon size={15} aria-hidden />
      {word}
    </>
  )
}
