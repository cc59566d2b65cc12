import { FEATURE_SCOPES } from '../../src/domain/feature-scope.ts'
import { groupName } from '../../src/domain/group-key.ts'
import { SIDES } from '../../src/domain/side.ts'
import type { Frame } from '../../src/frame/frame.ts'
import {
  alignedBy,
  CODES,
  type CodeTerm,
  type Condition,
  LIST_NAMES,
  marginChangeOf,
  marginOf,
  type NumberTerm,
  preferenceOf,
  regimeOf,
  rewardOf,
  shiftOf,
  signOf,
  VERSIONS,
  type Version,
} from '../../src/pairs/terms.ts'
import { TEXTS } from './write-pairs.ts'

/** Of models and labelers: none, and those that there are. */
export const INDICES = [-1, 0, 1]

/** Terms of entries as they came, and terms that only pairs of a rewriter have. */
type Terms<T> = { ofAll: readonly T[]; ofRewritten?: readonly T[] }

const byVersion = <T>(of: (version: Version) => readonly T[]): Terms<T> => {
  const [ofAll, ofRewritten] = VERSIONS.map(of)
  return { ofAll, ofRewritten }
}
const each = <T>(of: (index: number) => readonly T[]): T[] => INDICES.flatMap(of)
const couples = INDICES.flatMap((a) => INDICES.map((b) => [a, b] as const))

/** Terms of every kind: a new one does not compile until it has its own here. */
const NUMBERS: Record<NumberTerm['number'], Terms<NumberTerm>> = {
  ROW_ID: { ofAll: [{ number: 'ROW_ID' }] },
  ATTRIBUTE: {
    ofAll: ['source', 'score'].flatMap((attribute) =>
      SIDES.map((side): NumberTerm => ({ number: 'ATTRIBUTE', attribute, side })),
    ),
  },
  MEASURE: byVersion((version) =>
    each((measure) =>
      [...SIDES, 'DIFFERENCE' as const].map(
        (of): NumberTerm => ({ number: 'MEASURE', measure, of, version }),
      ),
    ),
  ),
  REWARD: byVersion((version) => each((model) => SIDES.map((side) => rewardOf(model, side, version)))),
  MARGIN: byVersion((version) => each((model) => [marginOf(model, version)])),
  MARGIN_CHANGE: { ofAll: couples.map(([a, b]) => marginChangeOf(a, b)) },
  ANGLE: {
    ofAll: [
      ...couples.map(([a, b]) => shiftOf(a, b)),
      shiftOf(0, 1, [0.75, -1.25]),
      ...each((model): NumberTerm[] => [
        { number: 'ANGLE', from: 'LOWER_BISECTOR', to: { model, version: 'ORIGINAL' } },
      ]),
    ],
    ofRewritten: each((model): NumberTerm[] => [
      { number: 'ANGLE', from: { model, version: 'ORIGINAL' }, to: { model, version: 'REWRITTEN' } },
    ]),
  },
  PROBABILITY: byVersion((version) =>
    each((model) => SIDES.map((side): NumberTerm => ({ number: 'PROBABILITY', model, side, version }))),
  ),
  CONFIDENCE: { ofAll: each((model): NumberTerm[] => [{ number: 'CONFIDENCE', model }]) },
  LOSS: {
    ofAll: each((model) =>
      (['LOG', 'SQUARE'] as const).map((by): NumberTerm => ({ number: 'LOSS', model, by })),
    ),
  },
  SIMILARITY: {
    ofAll: [],
    ofRewritten: [...SIDES, 'MEAN' as const].map((side): NumberTerm => ({ number: 'SIMILARITY', side })),
  },
  SCORE: {
    ofAll: [
      ...each((model): NumberTerm[] => [{ number: 'SCORE', of: alignedBy(model), scores: [0, 1] }]),
      { number: 'SCORE', of: regimeOf(0, 1), scores: [0, -1, 1, 0] },
      { number: 'SCORE', of: preferenceOf(0), scores: [1, 0, null] },
      { number: 'SCORE', of: preferenceOf(1), scores: [null, null, null] },
    ],
  },
  DIFFERENCE: {
    ofAll: each((labeler) =>
      [0, 2].map((feature): NumberTerm => ({ number: 'DIFFERENCE', labeler, feature })),
    ),
  },
  MISALIGNED: { ofAll: each((model): NumberTerm[] => [{ number: 'MISALIGNED', model }]) },
  BECAME_MISALIGNED: {
    ofAll: [],
    ofRewritten: each((model): NumberTerm[] => [{ number: 'BECAME_MISALIGNED', model }]),
  },
}

const codesOf = ({ taxonomy }: Frame): Record<CodeTerm['code'], Terms<CodeTerm>> => ({
  ALIGNED: byVersion((version) => each((model) => [alignedBy(model, version)])),
  REGIME: { ofAll: couples.map(([before, after]) => regimeOf(before, after)) },
  PREFERENCE: { ofAll: each((labeler) => [preferenceOf(labeler)]) },
  LABELED: { ofAll: each((labeler): CodeTerm[] => [{ code: 'LABELED', labeler }]) },
  TIE: { ofAll: [{ code: 'TIE' }] },
  REWRITTEN: { ofAll: [{ code: 'REWRITTEN' }] },
  QUADRANT: {
    ofAll: each((model): CodeTerm[] => [
      { code: 'QUADRANT', model },
      { code: 'QUADRANT', model, centre: 0.75 },
    ]),
  },
  SIGN: {
    ofAll: each((index): CodeTerm[] => {
      const difference: NumberTerm = {
        number: 'MEASURE',
        measure: index,
        of: 'DIFFERENCE',
        version: 'ORIGINAL',
      }
      return [signOf(difference), signOf(difference, marginOf(index)), signOf(marginOf(0), marginOf(1))]
    }),
  },
  KEEPS_TARGETS: {
    ofAll: [],
    ofRewritten: each((labeler): CodeTerm[] => [{ code: 'KEEPS_TARGETS', labeler }]),
  },
  FLIP: {
    ofAll: [],
    ofRewritten: each((labeler) =>
      SIDES.flatMap((side) =>
        taxonomy.features.map((_, feature): CodeTerm => ({ code: 'FLIP', labeler, side, feature })),
      ),
    ),
  },
})

const taken = <T>(terms: Record<string, Terms<T>>, rewritten: boolean): T[] =>
  Object.values(terms).flatMap(({ ofAll, ofRewritten = [] }) => [...ofAll, ...(rewritten ? ofRewritten : [])])

/** All numbers of pairs; of those of a rewriter those of either version. */
export const numbersOf = (rewritten: boolean): NumberTerm[] => taken(NUMBERS, rewritten)
export const codeTermsOf = (frame: Frame, rewritten: boolean): CodeTerm[] => taken(codesOf(frame), rewritten)

type KeyOf<T> = T extends T ? keyof T : never
/** By what conditions are told apart. */
type Kind = Exclude<
  KeyOf<Condition>,
  | 'isOneOf'
  | 'gte'
  | 'lte'
  | 'labeler'
  | 'names'
  | 'scope'
  | 'values'
  | 'isNull'
  | 'of'
  | 'all'
  | 'any'
  | 'not'
  | 'means'
>

const SOME_ENDS = [
  [null, null],
  [0, null],
  [null, 0.5],
  [-1, 1],
  [1, -1],
] as const

const conditionsByKind = (frame: Frame): Record<Kind, readonly Condition[]> => {
  const [codes, numbers] = [codeTermsOf(frame, false), numbersOf(false)]
  return {
    known: [...codes, ...numbers].map((known) => ({ known })),
    code: codes.flatMap((code) =>
      [[], [0], Array.from({ length: CODES[code.code] - 1 }, (_, index) => index + 1)].map((isOneOf) => ({
        code,
        isOneOf,
      })),
    ),
    number: numbers.flatMap((number) => SOME_ENDS.map(([gte, lte]) => ({ number, gte, lte }))),
    slice: [0, 1].map((tie) => ({
      slice: 'named',
      means: { not: { code: { code: 'TIE' }, isOneOf: [tie] } },
    })),
    rowIds: [[], [0], [1, 5, 12, 99], Array.from(frame.rowIds.subarray(0, 5))].map((rowIds) => ({ rowIds })),
    subsets: [[], frame.subsets.slice(0, 1), frame.subsets].map((subsets) => ({ subsets })),
    measure: frame.measures.flatMap(({ name }) =>
      [...SIDES, 'DIFFERENCE' as const].flatMap((of) =>
        SOME_ENDS.map(([gte, lte]) => ({ measure: name, of, gte, lte })),
      ),
    ),
    prompts: [[], Array.from(frame.promptKeys.subarray(0, 2), groupName), ['no name']].map((prompts) => ({
      prompts,
    })),
    attribute: frame.attributes.flatMap(({ name, kind, names }) =>
      FEATURE_SCOPES.flatMap((scope) => {
        const any = { attribute: name, scope, values: null, gte: null, lte: null, isNull: null }
        const ranges = kind === 'NUMBER' ? SOME_ENDS.map(([gte, lte]) => ({ ...any, gte, lte })) : [any]
        const values = [[], kind === 'NUMBER' ? ['0.5', '-1'] : names.slice(0, 1), names.slice(0, 9)]
        return [
          ...ranges,
          ...(kind === 'NUMBER' ? values.slice(0, 2) : values).map((some) => ({ ...any, values: some })),
          { ...any, isNull: true },
        ]
      }),
    ),
    list: LIST_NAMES.flatMap((list) =>
      each((labeler) =>
        [[], frame[list].slice(0, 1), frame[list].slice(1)].map((names) => ({ list, labeler, names })),
      ),
    ),
    feature: each((labeler) =>
      frame.taxonomy.features.flatMap(({ kind }, feature) =>
        FEATURE_SCOPES.flatMap((scope) =>
          (kind === 'TERNARY' ? [[-1], [0, 1], []] : [[1], [0, 1]]).map((values) => ({
            feature,
            labeler,
            scope,
            values,
          })),
        ),
      ),
    ),
    text: [...TEXTS.wanted, 'a\0b'].map((text) => ({ text })),
  }
}

/** Conditions of every kind, but for those that are made of others. */
export const simpleConditions = (frame: Frame): Condition[] => Object.values(conditionsByKind(frame)).flat()
