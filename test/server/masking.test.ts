import { type FieldNode, GraphQLError, locatedError, type OperationDefinitionNode, parse } from 'graphql'
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

  const { definitions } = parse('query ($w: Int) { a(w: $w) }')
  const [{ variableDefinitions, selectionSet }] = definitions as OperationDefinitionNode[]
  const [field] = selectionSet.selections as FieldNode[]
  const extensions = { code: 'BAD_USER_INPUT' }

  it("shows GraphQL's own errors, whole", () => {
    expect(shown(new GraphQLError('Syntax Error'))).toEqual({ message: 'Syntax Error', extensions })
    const inner = new GraphQLError('not an integer', { originalError: new GraphQLError('inmost') })
    const nodes = variableDefinitions?.[0]
    const variable = new GraphQLError('$w: not an integer', { nodes, originalError: inner })
    const locations = [{ line: 1, column: 8 }]
    expect(shown(variable)).toEqual({ message: variable.message, locations, extensions })
    const argument = locatedError(new GraphQLError('w', { nodes: field.arguments?.[0].value }), field, path)
    expect(shown(argument)).toEqual({ message: 'w', path, locations: [{ line: 1, column: 24 }], extensions })
    expect([isDefect(variable), isDefect(argument)]).toEqual([false, false])
  })

  it.each([{}, { nodes: field }])('hides what GraphQL says of values that the server made', (options) => {
    const error = locatedError(new GraphQLError('Int cannot represent: secret', options), field, path)
    expect(shown(error)).toMatchObject({ message: 'Unexpected error.', path })
    expect(isDefect(error)).toBe(true)
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
