import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { bitFields, decodeLabel, encodeLabel } from '../../src/domain/label-bits.ts'
import type { FeatureKind } from '../../src/domain/taxonomy.ts'
import { featureValue, isLabeled } from '../../src/frame/feature-values.ts'
import type { LabelColumns } from '../../src/frame/frame.ts'

const booleans = (count: number) => Array.from({ length: count }, () => ({ kind: 'BOOLEAN' as const }))
const ternaries = (count: number) => Array.from({ length: count }, () => ({ kind: 'TERNARY' as const }))

const valuesOf = (kind: FeatureKind) =>
  fc.option(kind === 'TERNARY' ? fc.constantFrom(-1, 0, 1) : fc.constantFrom(0, 1))

/** Up to 62 bits whatever the order, and a bit more for the hole that a straddling feature leaves. */
const labels = fc
  .array(fc.constantFrom<FeatureKind>('BOOLEAN', 'TERNARY'), { minLength: 1, maxLength: 63, size: 'max' })
  .map((kinds) => {
    let bits = 0
    return kinds.filter((kind) => {
      const width = kind === 'TERNARY' ? 2 : 1
      if (bits + width > 62) return false
      bits += width
      return true
    })
  })
  .chain((kinds) => fc.record({ kinds: fc.constant(kinds), values: fc.tuple(...kinds.map(valuesOf)) }))

const fieldsOf = (kinds: readonly FeatureKind[]) => bitFields(kinds.map((kind) => ({ kind })))

/** A label in the first of two rows, as the columns of a frame. */
const columnsOf = ({ features, known }: { features: bigint; known: bigint }): LabelColumns => {
  const words = (bits: bigint) =>
    [Uint32Array.of(Number(bits & 0xffffffffn), 0), Uint32Array.of(Number(bits >> 32n), 0)] as const
  const none = { offsets: new Uint32Array(3), codes: new Uint32Array() }
  return { features: words(features), known: words(known), topics: none, discriminations: none }
}

describe('labels as bits', () => {
  it('come back as they were, and fit into a signed 64-bit integer', () => {
    fc.assert(
      fc.property(labels, ({ kinds, values }) => {
        const fields = fieldsOf(kinds)
        const label = encodeLabel(fields, values)
        expect(decodeLabel(fields, label)).toEqual(values)
        for (const bits of [label.features, label.known]) expect(bits >= 0n && bits < 1n << 63n).toBe(true)
        expect(label.features & ~label.known).toBe(0n)
      }),
    )
  })

  it('read the same from the columns of a frame; the row behind stays unlabeled', () => {
    fc.assert(
      fc.property(labels, ({ kinds, values }) => {
        const fields = fieldsOf(kinds)
        const columns = columnsOf(encodeLabel(fields, values))
        expect(fields.map((field) => featureValue(columns, field, 0))).toEqual(values)
        expect(fields.map((field) => featureValue(columns, field, 1))).toEqual(values.map(() => null))
        expect(isLabeled(columns, 0)).toBe(values.some((value) => value !== null))
        expect(isLabeled(columns, 1)).toBe(false)
      }),
    )
  })

  it('no field shares a bit with another or lies across both words', () => {
    fc.assert(
      fc.property(labels, ({ kinds }) => {
        let taken = 0n
        fieldsOf(kinds).forEach(({ word, shift, mask }, index) => {
          const width = kinds[index] === 'TERNARY' ? 2 : 1
          expect(mask).toBe(2 ** width - 1)
          expect(shift + width).toBeLessThanOrEqual(word === 0 ? 32 : 31)
          const bits = BigInt(mask) << BigInt(32 * word + shift)
          expect(taken & bits).toBe(0n)
          taken |= bits
        })
      }),
    )
  })

  it('a field that would straddle the words begins the second one', () => {
    const fields = bitFields([...booleans(31), ...ternaries(1), ...booleans(1)])
    expect(fields.slice(30)).toEqual([
      { word: 0, shift: 30, mask: 1 },
      { word: 1, shift: 0, mask: 3 },
      { word: 1, shift: 2, mask: 1 },
    ])
  })

  it('63 bits are the most', () => {
    expect(bitFields(booleans(63)).at(-1)).toEqual({ word: 1, shift: 30, mask: 1 })
    expect(bitFields([...ternaries(31), ...booleans(1)]).at(-1)).toEqual({ word: 1, shift: 30, mask: 1 })
    expect(() => bitFields(booleans(64))).toThrow(
      new InvalidInput('a taxonomy can have 63 bits (TERNARY features take two); this one has 64'),
    )
    expect(() => bitFields(ternaries(32))).toThrow(InvalidInput)
    // 31 + 2 × 16 are 63 bits, but the hole at the end of the first word makes them 64.
    expect(() => bitFields([...booleans(31), ...ternaries(16)])).toThrow(InvalidInput)
  })

  it('an entry of which only a feature of the second word is known is labeled', () => {
    const fields = bitFields(booleans(40))
    const known = (index: number) =>
      encodeLabel(
        fields,
        fields.map((_, at) => (at === index ? 0 : null)),
      )
    expect([0, 31, 32, 39].map((index) => isLabeled(columnsOf(known(index)), 0))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(isLabeled(columnsOf(known(40)), 0)).toBe(false)
  })

  it('unknown is not 0', () => {
    const fields = bitFields([{ kind: 'BOOLEAN' }, { kind: 'TERNARY' }])
    expect(encodeLabel(fields, [null, null])).toEqual({ features: 0n, known: 0n })
    expect(encodeLabel(fields, [0, 0])).toEqual({ features: 0n, known: 0b111n })
    expect(encodeLabel(fields, [1, -1])).toEqual({ features: 0b101n, known: 0b111n })
    expect(encodeLabel(fields, [0])).toEqual({ features: 0n, known: 0b1n })
  })
})
