import fc from 'fast-check'
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { schema } from '../../src/graphql/schema/index.ts'
import { exampleQueries } from '../../src/server/examples.ts'
import { text } from '../graphql/hostile.ts'
import { WHOLE_ANSWER } from '../graphql/whole-answer.ts'

/** What somebody sends: a document and what goes with it, or a body that is none. */
export type Sent =
  | { kind: string; query: string; variables?: unknown; operationName?: unknown; extensions?: unknown }
  | { kind: string; body: Uint8Array }

const GOOD = [
  WHOLE_ANSWER,
  ...exampleQueries('seal-small').map(({ query }) => query),
  getIntrospectionQuery(),
]

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'{ } ( ) [ ] : = ! | & $ @ ... " """ # , \\ \ufeff \0'.split(' ')),
      fc.constantFrom(
        'query',
        'mutation',
        'subscription',
        'fragment',
        'on',
        'null',
        'true',
        'extend',
        'schema',
      ),
      fc.constantFrom(
        'dataset',
        'audit',
        'name',
        '__typename',
        '__schema',
        '@skip(if: true)',
        '@defer',
        '@stream',
      ),
      fc.constantFrom('-0', '1e999', '9'.repeat(400), '0x1', '1.', '.5', '2147483648'),
      text,
    ),
    { maxLength: 60 },
  )
  .map((parts) => ({ kind: 'soup', query: parts.join(' ') }))

/** A good document with a piece taken out, doubled, moved, or written over. */
const mutated = fc
  .record({
    query: fc.constantFrom(...GOOD),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2000 })),
        how: fc.constantFrom('remove', 'double', 'write', 'swap'),
        text,
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ query, edits }) => {
    let edited = query
    for (const { at, length, how, text } of edits) {
      const start = Math.floor(at * edited.length)
      const [before, piece, after] = [
        edited.slice(0, start),
        edited.slice(start, start + length),
        edited.slice(start + length),
      ]
      if (how === 'remove') edited = before + after
      else if (how === 'double') edited = before + piece + piece + after
      else if (how === 'write') edited = before + text.slice(0, 2000) + after
      else edited = after + piece + before
    }
    return { kind: 'mutated', query: edited, variables: { name: 'seal-small' } }
  })

type Draw = (most: number) => number

const literal = (type: GraphQLInputType, draw: Draw, depth: number, nullIn = 12): string => {
  // Rarely null where it may not be: such a document is not executed.
  if (isNonNullType(type)) return literal(type.ofType, draw, depth, 200)
  if (draw(nullIn) === 0) return 'null'
  if (isListType(type)) {
    const items = Array.from({ length: draw(4) }, () => literal(type.ofType, draw, depth + 1))
    return `[${items.join(' ')}]`
  }
  if (isEnumType(type)) return type.getValues()[draw(type.getValues().length)].name
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || draw(depth < 4 ? 5 : 40) === 0,
    )
    return `{${fields.map((field) => `${field.name}: ${literal(field.type, draw, depth + 1)}`).join(' ')}}`
  }
  const names = [
    '"seal-small"',
    '"is_harmless"',
    '"post-model"',
    '"labeler"',
    '"control"',
    '"rewriter"',
    '"\\u0000"',
    '""',
  ]
  switch (type.name) {
    case 'Int':
      return ['0', '1', '-1', '20', '1000', '2147483647', '-2147483648'][draw(7)]
    case 'Float':
      return ['0', '0.95', '-1e308', '5e-324', '180', '1e400'][draw(6)]
    case 'Boolean':
      return ['true', 'false'][draw(2)]
    default:
      return names[draw(names.length)]
  }
}

const argumentsOf = ({ args }: GraphQLField<unknown, unknown>, draw: Draw) => {
  const given = args.filter(
    (arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || draw(3) === 0,
  )
  return given.length > 0
    ? `(${given.map((arg) => `${arg.name}: ${literal(arg.type, draw, 0)}`).join(' ')})`
    : ''
}

const selection = (type: GraphQLOutputType, draw: Draw, depth: number): string => {
  if (isNonNullType(type) || isListType(type)) return selection(type.ofType, draw, depth)
  if (!isObjectType(type)) return 'getFields' in type ? '{ __typename id }' : ''
  const fields = Object.values(type.getFields())
  const chosen = fields.filter(() => draw(depth < 3 ? 3 : depth < 7 ? 6 : 40) === 0)
  const lines = chosen.map((field, index) => {
    const alias = draw(4) === 0 ? `a${index}_${depth}: ` : ''
    const directive = draw(20) === 0 ? ` @${['include', 'skip'][draw(2)]}(if: ${draw(2) === 0})` : ''
    return `${alias}${field.name}${argumentsOf(field, draw)}${directive} ${selection(field.type, draw, depth + 1)}`
  })
  return `{ __typename ${lines.join(' ')} }`
}

/** Drawn from the schema: most of them are valid, and ask for anything with anything. */
const drawn = fc.infiniteStream(fc.nat()).map((numbers) => {
  const draw: Draw = (most) => (numbers.next().value as number) % most
  const root = schema.getQueryType()
  if (!root) throw new Error('a schema has queries')
  let query = '{'
  for (let i = 0; i < 2; i++) {
    const field = root.getFields()[['dataset', 'dataset', 'datasets', 'node'][draw(4)]]
    const args = field.name === 'dataset' ? '(name: "seal-small")' : argumentsOf(field, draw)
    query += ` q${i}: ${field.name}${args} ${selection(field.type, draw, 1)}`
  }
  return { kind: 'drawn', query: `${query} }` }
})

const many = fc.constantFrom(10, 300, 1200, 2400, 20_000)
const bomb = fc
  .tuple(
    many,
    fc.constantFrom<(n: number) => Sent>(
      (n) => ({
        kind: 'deep fields',
        query: `${'{dataset(name:"x"){audit'.repeat(n)}{__typename}${'}}'.repeat(n)}`,
      }),
      (n) => ({ kind: 'deep braces', query: '{a'.repeat(n) }),
      (n) => ({ kind: 'deep lists', query: `{dataset(name:${'['.repeat(n)}${']'.repeat(n)}){name}}` }),
      (n) => ({ kind: 'deep types', query: `query($a:${'['.repeat(n)}Int${']'.repeat(n)}){__typename}` }),
      (n) => ({
        kind: 'deep not in the document',
        query: `{dataset(name:"seal-small"){audit(where:${'{not:'.repeat(n)}{}${'}'.repeat(n)}){alignment{pairs}}}}`,
      }),
      (n) => ({
        kind: 'deep not in variables',
        body: Buffer.from(
          `{"query":"query($where:PairFilter){dataset(name:\\"seal-small\\"){audit(where:$where){alignment{pairs}}}}","variables":{"where":${'{"not":'.repeat(n)}{}${'}'.repeat(n)}}}`,
        ),
      }),
      (n) => ({
        kind: 'wide or in variables',
        query: 'query($where:PairFilter){dataset(name:"seal-small"){pairs(where:$where){totalCount}}}',
        variables: { where: { or: Array.from({ length: n }, (_, rowId) => ({ rowId: { gte: rowId } })) } },
      }),
      (n) => ({
        kind: 'aliases',
        query: `{${Array.from({ length: n }, (_, i) => `a${i}:datasets{name}`).join(' ')}}`,
      }),
      (n) => ({ kind: 'one field again and again', query: `{datasets{${'name '.repeat(n)}}}` }),
      (n) => ({
        kind: 'fields that overlap',
        query: `{dataset(name:"seal-small"){${'audit{alignment{pairs}}'.repeat(n)}}}`,
      }),
      (n) => ({
        kind: 'fragments twice each',
        query: `{datasets{...f0}} ${Array.from({ length: n }, (_, i) => `fragment f${i} on Dataset{...f${i + 1} ...f${i + 1}}`).join(' ')} fragment f${n} on Dataset{name}`,
      }),
      (n) => ({
        kind: 'fragments in a circle',
        query: `{datasets{...f0}} ${Array.from({ length: n }, (_, i) => `fragment f${i} on Dataset{audit{dataset{...f${(i + 1) % n}}}}`).join(' ')}`,
      }),
      (n) => ({ kind: 'directives', query: `{datasets ${'@skip(if:false) '.repeat(n)}{name}}` }),
      (n) => ({
        kind: 'variables',
        query: `query(${Array.from({ length: n }, (_, i) => `$v${i}:Int=1`).join()}){__typename}`,
      }),
      (n) => ({
        kind: 'operations',
        query: Array.from({ length: n }, (_, i) => `query q${i}{__typename}`).join(' '),
      }),
      (n) => ({ kind: 'a long text', query: `{dataset(name:"${'x'.repeat(n * 40)}"){name}}` }),
      (n) => ({ kind: 'comments', query: `${'# nothing\n'.repeat(n)}{__typename}` }),
      (n) => ({
        kind: 'introspection within introspection',
        query: `{__schema{types{${'fields{type{'.repeat(n)}name${'}}'.repeat(n)}}}}`,
      }),
      (n) => ({
        kind: 'audits of slices of slices',
        query: `{dataset(name:"seal-small"){audit{${'breakdown(by:TOPIC,first:1000){audit{'.repeat(Math.min(n, 9))}misalignment{pairs}${'}}'.repeat(Math.min(n, 9))}}}}`,
      }),
      (n) => ({
        kind: 'replicates',
        query: `{dataset(name:"seal-small"){audit{${Array.from({ length: Math.min(n, 90) }, (_, i) => `a${i}:misalignment(options:{bootstrap:{replicates:10000,seed:${i}}}){pairs}`).join(' ')}}}}`,
      }),
      (n) => ({
        kind: 'figures',
        query: `{dataset(name:"seal-small"){audit{${Array.from({ length: Math.min(n, 90) }, (_, i) => `a${i}:figure(name:IMPRINTS,options:{level:0.${i + 1}})`).join(' ')}}}}`,
      }),
      (n) => ({
        kind: 'extensions',
        body: Buffer.from(
          `{"query":"{__typename}","extensions":${'{"persistedQuery":'.repeat(n)}{}${'}'.repeat(n)}}`,
        ),
      }),
      (n) => ({ kind: 'deep body', body: Buffer.from('['.repeat(n * 20)) }),
      (n) => ({
        kind: 'deep body that is whole',
        body: Buffer.from('['.repeat(n * 20) + ']'.repeat(n * 20)),
      }),
      (n) => ({ kind: 'a batch', body: Buffer.from(`[${'{"query":"{__typename}"},'.repeat(n)}{}]`) }),
      (n) => ({ kind: 'a large body', body: Buffer.from(JSON.stringify({ query: ' '.repeat(n * 100) })) }),
    ),
  )
  .map(([n, make]) => make(n))

/** What is no text at all, or JSON of another shape. */
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 400 }).map((body) => ({ kind: 'bytes', body })),
  fc.json().map((json) => ({ kind: 'any JSON', body: Buffer.from(json) })),
  fc.tuple(fc.constantFrom(...GOOD), fc.nat(), fc.nat({ max: 255 })).map(([query, at, byte]) => {
    const body = Buffer.from(JSON.stringify({ query, variables: { name: 'seal-small' } }))
    body[at % body.length] = byte
    return { kind: 'one byte is another', body }
  }),
  fc.record({
    kind: fc.constant('odd parameters'),
    query: fc.oneof(fc.constant('query A{__typename} query B{__typename}'), text),
    operationName: fc.anything().filter((value) => typeof value !== 'bigint'),
    variables: fc.oneof(fc.constant('{}'), fc.constant([]), fc.object({ maxDepth: 3, withBigInt: false })),
    extensions: fc.object({ maxDepth: 3, withBigInt: false }),
  }),
)

export const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 2, arbitrary: soup },
  { weight: 3, arbitrary: mutated },
  { weight: 3, arbitrary: drawn },
  { weight: 3, arbitrary: bomb },
  { weight: 2, arbitrary: bodies },
)
