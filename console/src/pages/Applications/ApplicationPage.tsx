import { Button, Tabs, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { z } from 'zod'
import { deleteApplication, useApplication } from '~/api/applications'
import { useMay, useOrganizationId } from '~/api/organization'
import type { Application } from '~/api/types'
import { Audited } from '~/components/Audited'
import { Card, DetailsCard, DetailsFrame } from '~/components/DetailsFrame'
import { Fact, Facts, IdFact } from '~/components/Facts'
import { Loaded } from '~/components/States'
import { showDone } from '~/components/toasts'
import { oneOf, useFilters } from '~/filters'
import { useHrefs } from '~/hrefs'
import { ApplicationDialog } from './ApplicationDialog'
import { Resources } from './Resources'
import classes from './Words.module.css'

const search = z.object({ tab: oneOf(['resources']) })

export default function ApplicationPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  return <Loaded query={useApplication(id)}>{(application) => <Details application={application} />}</Loaded>
}

function Details({ application }: { application: Application }) {
  const organizationId = useOrganizationId()
  const to = useHrefs()
  const { may } = useMay()
  const [editing, edit] = useDisclosure()
  const [{ tab = 'words' }, setFilters] = useFilters(search)
  const { service } = application
  return (
    <>
      <DetailsFrame
        title={application.name}
        section="Applications"
        listHref={to.applications}
        actions={may('updateApplication') && <Button variant="default" onClick={edit.open} data-edit>Edit</Button>}
        deletion={
          may('deleteApplication')
            ? {
                act: () => deleteApplication(organizationId, application.id),
                warning: 'Policies can no longer name its resources and actions, and its questions are refused. While a policy names one, it cannot be deleted.',
                careful: true,
              }
            : undefined
        }
        tabs={
          <Tabs value={tab} onChange={(next) => setFilters({ tab: next === 'resources' ? 'resources' : undefined }, { push: true })} className={classes.tabs}>
            <Tabs.List aria-label="Application details">
              <Tabs.Tab value="words">Words</Tabs.Tab>
              <Tabs.Tab value="resources">Resources</Tabs.Tab>
            </Tabs.List>
            {/* What a tab shows stands below the head. */}
            <Tabs.Panel value={tab}>{null}</Tabs.Panel>
          </Tabs>
        }
        instead={tab === 'resources' ? <Resources application={application} /> : undefined}
        main={
          <Card>
            <Words title="Resource types" words={application.types} note={(type) => `${service}:${type}/*`} />
            <Words title="Actions" words={application.actions} note={(action) => `${service}:${action}`} />
          </Card>
        }
        aside={
          <DetailsCard>
            <Facts>
              <Fact name="Service">
                <bdi className="code">{service}</bdi>
              </Fact>
              <IdFact name="Application ID" id={application.id} />
              <Audited of={application} />
            </Facts>
          </DetailsCard>
        }
      />
      <ApplicationDialog opened={editing} onClose={edit.close} application={application} onDone={(saved) => showDone(`${saved.name} is saved`)} />
    </>
  )
}

/** Words as the application says them, and as statements do. */
function Words({ title, words, note }: { title: string; words: string[]; note: (word: string) => string }) {
  return (
    <section className={classes.words}>
      <Title order={2} size="h5" mb="xs">
        {title}
      </Title>
      <ul aria-label={title}>
        {words.map((word) => (
          <li key={word}>
            <bdi>{word}</bdi>
            <code>{note(word)}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
