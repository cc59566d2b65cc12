import {
  type GraphQLArgument,
  type GraphQLField,
  GraphQLObjectType,
  getNamedType,
  isEnumType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../../src/domain/reward-units.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { schema } from '../../src/graphql/schema/index.ts'
import { EFFECTS } from '../../src/metrics/effects.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { expectAgree } from '../golden/agree.ts'
import { ingestSealSmall, shared } from './ask.ts'

type Move = { times: number; plus: number }

/** The fixture with all rewards of each model moved. They are dyadic, so that moving them rounds nothing off. */
const moved = (pre: Move, post: Move) => async (context: Context) => {
  await ingestSealSmall(context)
  for (const [model, { times, plus }] of Object.entries({ 'pre-model': pre, 'post-model': post }))
    await context.connection.query(
      `UPDATE reward SET score = round(score * 4096) / 4096 * ${times} + ${plus}
       WHERE model_id IN (SELECT id FROM reward_model WHERE name = ?1)`,
      [model],
    )
}

const UNMOVED = { times: 1, plus: 0 }

/** What arguments are given that a field can't do without, or says nothing without. */
const EXAMPLES: Record<string, string> = {
  'adjusted(features)': '["length_words"]',
  'compare(with)': '{ labeler: "control", where: { rowId: { gte: 100 } } }',
  'feature(name)': '"sentiment"',
  'imprint(feature)': '"is_harmless"',
  'label(labeler)': '"control"',
  'labelerAgreement(with)': '"control"',
  'reward(model)': '"pre-model"',
  'robustness(feature)': '"sentiment"',
  'similarity(feature)': '"is_eloquent"',
  'sliceCount(by)': '{ measure: "length_words" }',
  'slices(by)': '{ measure: "length_words" }',
  'term(feature)': '"sentiment"',
}

/** Types that have no numbers of rewards of their own, or are asked by themselves. */
const LEFT_OUT = ['Audit', 'Dataset', 'Pair', 'RewardModel', 'Labeler', 'Rewriter']

/** Where a description has a mark. */
type Places = readonly string[]
/** A field as it is asked for: with some arguments, and what of it. */
type Asked = { alias: string; field: string; places: Places; inside: Asked[] }

const marked = (place: string, { description }: { description?: string | null }) =>
  [DEPENDS_ON_ZERO, DEPENDS_ON_SCALE].flatMap((mark) =>
    description?.includes(mark) ? [`${place}: ${mark}`] : [],
  )

type Choice = { text: string; places: Places; frees?: string }

/** What an argument can be given: the first is what it has by default, or must have. Null: it is left out. */
const choicesOf = (field: string, { name, type, defaultValue }: GraphQLArgument): Choice[] | null => {
  const example = EXAMPLES[`${field}(${name})`]
  if (example) return [{ text: `${name}: ${example}`, places: [] }]
  if (!isNonNullType(type)) return null
  const named = getNamedType(type)
  if (name === 'centred') {
    return [
      { text: 'centred: false', places: [] },
      { text: 'centred: true', places: [], frees: DEPENDS_ON_ZERO },
    ]
  }
  if (isEnumType(named)) {
    const all = named.getValues().map((value) => ({
      text: `${name}: ${value.name}`,
      places: marked(`${named.name}.${value.name}`, value),
      isFirst: value.value === defaultValue,
    }))
    return all.sort((a, b) => Number(b.isFirst) - Number(a.isFirst))
  }
  if (defaultValue === undefined) throw new Error(`say in EXAMPLES what ${field}(${name}) is asked with`)
  return null
}

/** With every value of each argument, the others being what they are by default; all of those that have no default. */
const combinations = (field: GraphQLField<unknown, unknown>): Choice[][] => {
  let required: Choice[][] = [[]]
  const varied: Choice[][] = []
  for (const argument of field.args) {
    const choices = choicesOf(field.name, argument)
    if (!choices) continue
    if (argument.defaultValue === undefined)
      required = required.flatMap((some) => choices.map((choice) => [...some, choice]))
    else if (field.name !== 'figure') varied.push(choices.slice(1))
  }
  return required.flatMap((some) => [some, ...varied.flat().map((choice) => [...some, choice])])
}

const askedOf = (of: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Asked[] => {
  const type = getNamedType(field.type)
  // What leads back up has been asked on the way down.
  if (LEFT_OUT.includes(type.name) || field.name === 'entry') return []
  return combinations(field).map((choices, index) => ({
    alias: index === 0 ? field.name : `${field.name}${index}`,
    field: field.name + (choices.length > 0 ? `(${choices.map(({ text }) => text).join(', ')})` : ''),
    places: [...marked(`${of.name}.${field.name}`, field), ...choices.flatMap(({ places }) => places)].filter(
      (place) => !choices.some(({ frees }) => frees && place.endsWith(frees)),
    ),
    inside: isObjectType(type) ? fieldsOf(type) : [],
  }))
}

const fieldsOf = (type: GraphQLObjectType): Asked[] =>
  Object.values(type.getFields()).flatMap((field) => askedOf(type, field))

const printed = ({ alias, field, inside }: Asked): string => {
  const named = field.replace(/\(.*/, '') === alias ? field : `${alias}: ${field}`
  return named + (inside.length > 0 ? ` { ${inside.map(printed).join(' ')} }` : '')
}

type Leaf = { path: string; places: Places; value: unknown }

/** Each number or text of an answer, with the marks on the way to it. */
const leavesOf = (value: unknown, asked: readonly Asked[], path: string, places: Places): Leaf[] => {
  if (value === null || typeof value !== 'object') return [{ path, places, value }]
  const length = Array.isArray(value) ? [{ path: `${path}.length`, places, value: value.length }] : []
  return [
    ...length,
    ...Object.entries(value).flatMap(([name, inner]) => {
      if (Array.isArray(value)) return leavesOf(inner, asked, `${path}[${name}]`, places)
      const one = asked.find(({ alias }) => alias === name)
      return leavesOf(inner, one?.inside ?? [], `${path}.${one?.field ?? name}`, [
        ...places,
        ...(one?.places ?? []),
      ])
    }),
  ]
}

const isSame = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number'
    ? Math.abs(a - b) <= Math.max(1e-12, 1e-9 * Math.abs(b))
    : Object.is(a, b)

const ROOTS = [
  ['Audit', 'audit'],
  ['Pair', 'pair(rowId: 4)'],
] as const
const FIELDS = ROOTS.flatMap(([name, root]) => {
  const type = schema.getType(name)
  return type instanceof GraphQLObjectType
    ? Object.values(type.getFields()).flatMap((field) => {
        const asked = askedOf(type, field)
        return asked.length > 0 ? [{ name: `${name}.${field.name}`, root, asked }] : []
      })
    : []
})

describe('what moving all rewards of a model changes', () => {
  const unmoved = shared(moved(UNMOVED, UNMOVED))
  const others = {
    [DEPENDS_ON_ZERO]: shared(moved({ times: 1, plus: 10.5 }, { times: 1, plus: -7.25 })),
    [DEPENDS_ON_SCALE]: shared(moved({ times: 4, plus: 0 }, { times: 2, plus: 0 })),
  }
  const MOVES = [DEPENDS_ON_ZERO, DEPENDS_ON_SCALE] as const
  const declared = new Set<string>()
  const changed = new Set<string>()

  it.each(FIELDS)('$name: nothing but what says so', async ({ name, root, asked }) => {
    const leaves = async ({ ask }: typeof unmoved) => {
      const all: Leaf[] = []
      for (const one of asked) {
        const { dataset } = await ask(`{ dataset(name: "seal-small") { root: ${root} { ${printed(one)} } } }`)
        all.push(...leavesOf(dataset.root, [one], name.split('.')[0], []))
      }
      return all
    }
    const before = await leaves(unmoved)
    for (const move of MOVES) {
      const after = new Map((await leaves(others[move])).map(({ path, value }) => [path, value]))
      const without: string[] = []
      for (const { path, places, value } of before) {
        const own = places.filter((place) => place.endsWith(move))
        for (const place of own) declared.add(place)
        if (after.has(path) && isSame(after.get(path), value)) continue
        if (own.length === 0) without.push(`${path}: ${value} becomes ${after.get(path)}`)
        for (const place of own) changed.add(place)
      }
      expect(without.slice(0, 5), `its description does not say: ${move}`).toEqual([])
    }
  })

  it('is all that says so', () => {
    expect([...declared].filter((place) => !changed.has(place))).toEqual([])
    expect(declared.size).toBeGreaterThan(40)
  })

  it('is nothing of tests of imprints, nor of imprints in standard deviations', async () => {
    const terms = 'terms { status estimate statistic pValue confidenceInterval { lower upper } }'
    const standardized = (name: string, args: string) =>
      `${name}: imprints(${args}, options: { scale: STANDARDIZED }) { ${terms} }`
    const query = `{ dataset(name: "seal-small") { audit {
      tests: imprints { terms { status statistic pValue adjustedPValue } rSquared }
      ${EFFECTS.flatMap((effects) => STAGES.map((stage) => standardized(effects + stage, `effects: ${effects}, stage: ${stage}`))).join(' ')}
      compare(with: {}) { ${standardized('models', 'stage: POST, otherStage: PRE').replace('estimate', 'difference')} }
    } } }`
    expectAgree(await others[DEPENDS_ON_SCALE].ask(query), await unmoved.ask(query), {
      relative: 1e-9,
      absolute: 1e-12,
    })
  })
})
