import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLocation, useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useChange } from '~/api/change'
import { BackLink } from './BackLink'
import { ConfirmDialog } from './ConfirmDialog'
import classes from './Details.module.css'
import { CopyLink } from './CopyLink'
import { PageHead } from './Page'
import { showDone } from './toasts'
import { useVisit } from './visited'

type Props = {
  title: string
  /** The list that the page belongs to. */
  section: string
  listHref: string
  actions?: ReactNode
  /** Absent when one may not delete it. */
  deletion?: Deletion
  /** Under the title: tabs. */
  tabs?: ReactNode
  main: ReactNode
  aside: ReactNode
  /** In the place of the columns: what another tab shows. */
  instead?: ReactNode
}

type Deletion = {
  act: () => Promise<unknown>
  /** What is lost. */
  warning: ReactNode
  /** Whether the name must be typed first. */
  careful: boolean
}

/** The page of one thing: the way back, its name, what one can do to it, two columns, deleting it. */
export function DetailsFrame({ title, section, listHref, actions, deletion, tabs, main, aside, instead }: Props) {
  const [asked, ask] = useDisclosure()
  useVisit(title, section)
  const path = useLocation({ select: ({ href }) => href })
  return (
    <>
      <PageHead
        title={title}
        section={section}
        lead={<BackLink href={listHref}>{section}</BackLink>}
        actions={
          <>
            <CopyLink path={path} size={36} />
            {actions}
            {deletion && (
              <Button color="red" variant="light" onClick={ask.open}>
                Delete
              </Button>
            )}
          </>
        }
      >
        {tabs}
      </PageHead>
      <div className={classes.page}>
        {instead ?? (
          <div className={classes.columns}>
            <div className={classes.column}>{main}</div>
            <div className={classes.column}>{aside}</div>
          </div>
        )}
      </div>
      {deletion && <DeleteDialog name={title} listHref={listHref} deletion={deletion} opened={asked} onClose={ask.close} />}
    </>
  )
}

type DeleteProps = { name: string; listHref: string; deletion: Deletion; opened: boolean; onClose: () => void }

function DeleteDialog({ name, listHref, deletion, opened, onClose }: DeleteProps) {
  const router = useRouter()
  const removal = useChange(deletion.act, {
    done: () => {
      showDone(`${name} is deleted`)
      router.history.push(listHref)
    },
  })
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Delete ${name}?`}
      verb="Delete"
      typeToConfirm={deletion.careful ? name : undefined}
      onConfirm={() => {
        onClose()
        removal.mutate(undefined)
      }}
    >
      {deletion.warning}{' '}
      <span>This cannot be undone.</span>
    </ConfirmDialog>
  )
}

export const Card = ({ children }: { children: ReactNode }) => <div className={classes.card}>{children}</div>

export const DetailsCard = ({ children }: { children: ReactNode }) => (
  <section className={classes.card} aria-label="Details">
    {children}
  </section>
)
