import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { Conflict, InvalidInput, NotFound, Unavailable } from '../../src/domain/errors.ts'
import { isDefect, maskError } from '../../src/server/masking.ts'

const path = ['dataset', 'audit']
const located = (originalError: Error) => new GraphQLError('located', { path, originalError })
const shown = (error: unknown) => JSON.parse(JSON.stringify(maskError(error, 'Unexpected error.')))

describe('masking', () => {
  it.each([
    [new InvalidInput('wrong', { cause: new Error('secret') }), 'INVALID_INPUT'],
    [new NotFound('model', 'x', ['y']), 'NOT_FOUND'],
    [new Conflict('stored'), 'CONFLICT'],
    [new Unavailable('later'), 'UNAVAILABLE'],
  ])('shows %s with its code, and nothing else of it', (error, code) => {
    expect(shown(located(error))).toEqual({ message: error.message, path, extensions: { code } })
    expect(shown(error)).toEqual({ message: error.message, extensions: { code } })
    expect([isDefect(error), isDefect(located(error))]).toEqual([false, false])
  })

  it("shows GraphQL's own errors", () => {
    expect(shown(new GraphQLError('Syntax Error'))).toEqual({ message: 'Syntax Error' })
  })

  it.each([
    new Error('secret'),
    new TypeError('secret', { cause: new InvalidInput('secret') }),
    Object.assign(new Error('secret'), { code: 'NOT_FOUND', extensions: { code: 'secret' } }),
  ])('hides %s', (error) => {
    const { id } = shown(error).extensions
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    const hidden = { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR', id } }
    expect(shown(located(error))).toEqual({ ...hidden, path })
    expect(shown(error)).toEqual(hidden)
    expect(isDefect(located(error))).toBe(true)
  })

  it.each(['secret', null, undefined, { secret: 1 }])('hides what is no error: %j', (thrown) => {
    expect(JSON.stringify(shown(thrown))).not.toContain('secret')
    expect(isDefect(thrown)).toBe(true)
  })
})
