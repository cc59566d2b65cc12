import { expect, it } from 'vitest'
import { readable } from '../../../src/server/operations/readable.ts'

it('is a line for people, which their terminal only shows', () => {
  const time = '2026-01-02T03:04:05.678Z'
  const of = (fields: object) => readable(JSON.stringify({ time, level: 'info', ...fields }))
  expect(of({ msg: 'request', path: '/graphql', status: 200, codes: ['A'] })).toBe(
    '03:04:05 info  request path=/graphql status=200 codes=["A"]',
  )
  expect(of({ msg: 'defect', err: { message: 'no', stack: 'Error: no\n    at here' } })).toBe(
    '03:04:05 info  defect\nError: no\n    at here',
  )
  expect(of({ path: '/\u001b[2J\u0007\u009b', err: { message: 'red \u001b[31m\r' } })).toBe(
    '03:04:05 info   path=/[2J\nred [31m',
  )
})
