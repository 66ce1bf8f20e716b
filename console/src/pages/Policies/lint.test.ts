import { expect, test } from 'vitest'
import type { Statement } from '~/api/types'
import { corrected, lint } from './lint'

const words = {
  actions: ['all', 'config:create', 'config:retrieve', 'config:update', 'records:read'],
  types: ['config:user', 'config:meter', 'billing:bill', 'records:record'],
}
const allow = (action: string, resource: string): Statement => ({ effect: 'allow', action: [action], resource: [resource] })
const deny = (action: string, resource: string): Statement => ({ ...allow(action, resource), effect: 'deny' })
const told = (...statements: Statement[]) => lint(statements, words).map(({ text }) => text)

test('statements that say what they mean have no findings', () => {
  expect(told(allow('config:retrieve', 'config:user/*'), allow('all', '*'), deny('config:update', 'config:*'), allow('config:retrieve', 'billing:bill/*'))).toEqual([])
  expect(told(allow('CONFIG_CREATE', 'config:meter/item/7'))).toEqual([])
})

test('an unknown action is an error with the word that was meant, and can be corrected', () => {
  const statements = [allow('config:retrieve', '*'), allow('config:updat', '*')]
  const [finding] = lint(statements, words)
  expect(finding).toMatchObject({ statement: 1, value: 'config:updat', better: 'config:update', severity: 'error' })
  expect(finding!.text).toBe('config:updat is no known action. Did you mean config:update?')
  expect(corrected(statements, finding!)).toEqual([statements[0], allow('config:update', '*')])
  expect(told(allow('something:else', '*'))).toEqual(['something:else is no known action.'])
})

test('a resource that matches nothing is told, with the type that was meant', () => {
  expect(lint([allow('all', 'config:metr/item/7')], words)[0]).toMatchObject({ better: 'config:meter/item/7', severity: 'error' })
  expect(told(allow('all', 'nothing:known/*'))).toEqual(['nothing:known is no known type, so this matches nothing.'])
  expect(told(allow('all', 'config:meter'))).toEqual(['config:meter is no resource. Did you mean config:meter/*?'])
  expect(told(allow('records:read', 'config:meter/*'))).toEqual([
    'No action of this statement belongs to config, so config:meter/* matches nothing.',
  ])
})

test('capitals are told and corrected', () => {
  const statements = [allow('all', 'Config:Meter/*')]
  const [finding] = lint(statements, words)
  expect(finding).toMatchObject({ severity: 'warning', better: 'config:meter/*' })
  expect(corrected(statements, finding!)).toEqual([allow('all', 'config:meter/*')])
})

test('an allow that a deny takes away whole is told; one that is left something is not', () => {
  const never = (statement: number) => [`It can never allow anything: statement ${statement} denies all of it.`]
  expect(told(allow('config:update', 'config:meter/item/7'), deny('all', 'config:meter/*'))).toEqual(never(2))
  expect(told(deny('config:update', 'config:*'), allow('config:update', 'config:meter/*'))).toEqual(never(1))
  expect(told(allow('config:update', 'config:meter/*'), deny('config:update', 'config:meter/item/7'))).toEqual([])
  expect(told(allow('config:update', 'config:meter/*'), deny('config:update', 'config:meter/group/*'))).toEqual([])
  expect(told(allow('config:update', 'config:meter/*'), deny('config:update', 'config:meter/item/*'))).toEqual(never(2))
  expect(told(allow('all', 'config:meter/*'), deny('config:update', 'config:meter/*'))).toEqual([])
  expect(told(allow('config:update', '*'), { ...deny('all', '*'), condition: { equals: {} } })).toEqual([])
})
