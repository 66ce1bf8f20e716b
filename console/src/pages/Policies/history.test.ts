import { expect, test } from 'vitest'
import { event } from '~/testing/samples'
import { versionIn, versionsOf } from './history'

const state = (name: string) => ({ id: 'p', name, permissionPolicy: [{ effect: 'allow', action: ['all'], resource: ['*'] }], version: 2 })
const change = { ...event, targetId: 'p', details: { before: state('Old'), after: state('New'), reason: 'ticket 4711' } }

test('each saved version has who, why, and what it was before', () => {
  expect(versionsOf([change])).toEqual([
    {
      eventId: 'event-1',
      time: event.time,
      who: 'Ada Lovelace',
      reason: 'ticket 4711',
      before: { name: 'Old', permissionPolicy: state('Old').permissionPolicy },
      after: { name: 'New', permissionPolicy: state('New').permissionPolicy },
    },
  ])
})

test('what was refused, and what is no version, is left out', () => {
  expect(versionsOf([{ ...change, outcome: 'DENIED' }, { ...change, details: { after: { holder: 'x' } } }, { ...change, details: {} }])).toEqual([])
})

test('an event of another policy restores nothing', () => {
  expect(versionIn(change, 'p')?.name).toBe('New')
  expect(versionIn(change, 'other')).toBeUndefined()
})
