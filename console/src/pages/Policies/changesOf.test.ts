import { expect, test } from 'vitest'
import { changesOf, summaryOf } from './changesOf'

const change = (email: string, action: string) => ({ userId: email, email, action, resource: 'config:plan/*' })
const simulation = { users: 9, questions: 4, complete: true, gains: [], losses: [] }

test('changes are told by permission, what concerns most people first', () => {
  const changes = changesOf([change('a', 'config:create'), change('a', 'config:update'), change('b', 'config:update')])
  expect(changes).toEqual([
    { action: 'config:update', resource: 'config:plan/*', emails: ['a', 'b'] },
    { action: 'config:create', resource: 'config:plan/*', emails: ['a'] },
  ])
})

test('the summary counts people and permissions', () => {
  const gains = [change('a', 'config:create'), change('a', 'config:update'), change('b', 'config:update')]
  expect(summaryOf({ ...simulation, gains, losses: [change('c', 'config:delete')] })).toBe('2 people gain 2 permissions, 1 person loses 1 permission.')
  expect(summaryOf(simulation)).toBe('Nobody gains or loses anything.')
})
