import fc from 'fast-check'
import type { PairFilter } from '../../src/audit/pair-filter.ts'

export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.constantFrom(
    '',
    '%',
    '_',
    '\\',
    "'",
    '"',
    '\0',
    'a\0b',
    '😀',
    '\ud83d',
    'İ',
    'ß',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom('x'.repeat(60_000), '%_'.repeat(40_000), '😀'.repeat(60_000)),
)
export const int = fc.oneof(
  fc.integer({ min: -3, max: 200 }),
  fc.constantFrom(0, -1, 1000, 1001, 100_000, 2 ** 31 - 1, -(2 ** 31)),
)
export const float = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 180, -180, 1, 5e-324, Number.MAX_VALUE, -Number.MAX_VALUE),
)
export const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4 })
export const named = (...known: string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, text)
const range = <T>(of: fc.Arbitrary<T>) => ({ gte: nullable(of), lte: nullable(of) })
export const stage = fc.constantFrom('PRE', 'POST')
export const side = fc.constantFrom('CHOSEN', 'REJECTED')
export const feature = named('is_harmless', 'sentiment', 'last_response_is_eloquent')
const some = <T>(...values: T[]) => fc.subarray(values)

/** One condition, or several that are joined. */
export const { filter } = fc.letrec((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.record({ rowId: fc.record(range(int)) }),
      fc.record({ subset: fc.array(named('harmless', 'helpful'), { maxLength: 3 }) }),
      fc.record({ regime: some('STAYED_ALIGNED', 'BECAME_ALIGNED', 'REVERSED_ALIGNMENT') }),
      fc.record({ preference: some('CHOSEN', 'REJECTED', 'INDIFFERENT') }),
      fc.record({ topic: fc.array(named('Health and fitness', 'People and self'), { maxLength: 3 }) }),
      fc.record({ discrimination: fc.array(named('Gender', 'Pregnancy'), { maxLength: 3 }) }),
      fc.record({
        feature: fc.record({
          name: feature,
          scope: fc.constantFrom('CHOSEN', 'REJECTED', 'EITHER', 'BOTH'),
          values: fc.array(int, { maxLength: 3 }),
        }),
      }),
      fc.record({ reward: fc.record({ stage, side, ...range(float) }) }),
      fc.record({ margin: fc.record({ stage, ...range(float) }) }),
      fc.record({ marginChange: fc.record(range(float)) }),
      fc.record({ rewardShift: fc.record(range(float)) }),
      fc.record({ text }),
      fc.record({ rewritten: fc.boolean() }),
      fc.record({ tie: fc.boolean() }),
      fc.record({ group: fc.array(named('0123456789abcdef'), { maxLength: 3 }) }),
      fc.record({
        attribute: fc.record({
          name: named('source'),
          scope: fc.constantFrom('CHOSEN', 'REJECTED', 'EITHER', 'BOTH'),
          in: nullable(fc.array(text, { maxLength: 3 })),
          isNull: nullable(fc.boolean()),
          ...range(float),
        }),
      }),
      fc.record({
        measure: fc.record({
          feature: named('length_words'),
          scope: fc.constantFrom('CHOSEN', 'REJECTED', 'DIFFERENCE'),
          ...range(float),
        }),
      }),
      fc.constant({}),
    ),
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }), rewritten: nullable(fc.boolean()) }),
    fc.record({ not: tie('filter'), rowId: nullable(fc.record(range(int))) }),
  ),
})) as { filter: fc.Arbitrary<PairFilter> }
