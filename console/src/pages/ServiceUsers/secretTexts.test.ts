import { expect, test } from 'vitest'
import { environmentOf, tokenCall } from './secretTexts'

const key = { origin: 'https://access.example', organizationId: 'org', id: 'key-1', secret: 's3cret' }

test('the file has everything a program needs, one line each', () => {
  expect(environmentOf(key)).toBe(
    'GATEHOUSE_API_URL=https://access.example/api\nGATEHOUSE_ORGANIZATION_ID=org\nGATEHOUSE_ACCESS_KEY_ID=key-1\nGATEHOUSE_API_SECRET=s3cret\n',
  )
})

test('the call never holds the secret, which would stay in the history of a shell', () => {
  expect(tokenCall(key)).not.toContain('s3cret')
})
