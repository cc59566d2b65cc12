import { schema } from '../../../src/graphql/schema/index.ts'
import type { Asking, Problem } from '../ask.ts'

/** Asks for one mutation, and for what is selected of its answer. */
export const mutating =
  (api: Asking) =>
  async (field: string, input: object, selection = '__typename') => {
    const type = schema.getMutationType()?.getFields()[field].args[0].type
    const { data, errors } = await api.answer(
      `mutation ($input: ${type}) { ${field}(input: $input) { ${selection} } }`,
      { input },
    )
    return { made: data?.[field], error: errors?.[0] as Problem | undefined }
  }

/** What a problem is told as. */
export const told = (error: Problem | undefined) => [error?.extensions?.code, error?.message]

/** Names that others take for something else, or that are no names. */
export const HOSTILE = {
  longest: 'x'.repeat(90_000),
  nul: 'a\0b',
  surrogate: 'a\ud800b',
  blank: ' \t ',
}
/** Names that are odd, and names all the same. */
export const ODD = [
  '__proto__',
  'constructor',
  'a\u001b[31mb\n',
  "'; DROP TABLE dataset; --",
  '../..',
  '%',
  '‮abc',
  '🦭',
]
