import { Button, Group, Input, Select, Stack } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Statement } from '~/api/types'
import { useVocabulary } from '~/api/vocabulary'
import { PickMany } from '~/components/PickMany'
import { TagsField } from '~/components/TagsField'
import classes from './PolicyForm.module.css'
import { isResource, tidyResource } from './resource'

type Props = { number: number; value: Statement; onChange: (value: Statement) => void; onRemove?: () => void; tried?: boolean }

export function StatementEditor({ number, value, onChange, onRemove, tried }: Props) {
  const [search, setSearch] = useState('')
  const { actions } = useVocabulary()
  const wrong = value.resource.filter((resource) => !isResource(resource))

  const add = (text: string) => {
    const parts = text.split(/[\s;,]+/).map(tidyResource).filter((part) => part !== '' && !value.resource.includes(part))
    onChange({ ...value, resource: [...value.resource, ...new Set(parts)] })
    return parts.length
  }
  return (
    <fieldset className={classes.statement} data-effect={value.effect} tabIndex={-1}>
      <legend>Statement {number}</legend>
      <Stack gap="sm">
        <Group justify="space-between" align="end">
          <Select
            label="Effect"
            w={140}
            allowDeselect={false}
            data={[
              { value: 'allow', label: 'Allow' },
              { value: 'deny', label: 'Deny' },
            ]}
            value={value.effect}
            onChange={(effect) => onChange({ ...value, effect: effect === 'deny' ? 'deny' : 'allow' })}
          />
          {onRemove && (
            <Button variant="subtle" color="red" leftSection={<IconTrash size={15} aria-hidden />} onClick={onRemove} aria-label={`Remove statement ${number}`}>
              Remove
            </Button>
          )}
        </Group>
        <PickMany
          label="Actions"
          required
          placeholder="Filter actions"
          choices={actions.filter((action) => action.includes(search.trim().toLowerCase())).map((id) => ({ id, name: id }))}
          search={search}
          onSearch={setSearch}
          value={value.action.map((id) => ({ id, name: id }))}
          onChange={(chosen) => onChange({ ...value, action: chosen.map(({ id }) => id) })}
          nothing="No action matches"
          error={tried && value.action.length === 0 ? 'Choose at least one action.' : undefined}
        />
        <TagsField
          label="Resources"
          description="service:type/*, service:type/item/<id> or service:type/group/<id>; * for everything"
          tags={value.resource.map((resource) => ({ text: resource, shown: resource, valid: isResource(resource) }))}
          onAdd={add}
          onRemove={(index) => onChange({ ...value, resource: value.resource.filter((_, at) => at !== index) })}
          invalid="not a resource"
          error={wrong.length > 0 ? `Not a resource: ${wrong.join(', ')}` : tried && value.resource.length === 0 ? 'Write at least one resource.' : undefined}
          separators={/[;,\s]/}
        />
        {value.condition !== undefined && value.condition !== null && (
          <Input.Wrapper label="Condition" description="It is kept; edit it as JSON.">
            <code className={classes.condition}>{JSON.stringify(value.condition)}</code>
          </Input.Wrapper>
        )}
      </Stack>
    </fieldset>
  )
}
