import { describe, expect, it } from 'vitest'
import { InvalidInput, NotFound } from '../../src/domain/errors.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { findFeature, type Taxonomy } from '../../src/domain/taxonomy.ts'

const named = (name: string) => SEAL_TAXONOMY.features[findFeature(SEAL_TAXONOMY, name)].name

const taxonomyOf = (features: [name: string, inRegressions: boolean][]): Taxonomy => ({
  features: features.map(([name, inRegressions]) => ({
    name,
    title: name,
    description: '',
    kind: 'BOOLEAN',
    role: 'SPOILER',
    inRegressions,
  })),
  priority: [],
  topics: [],
  discriminations: [],
})

describe('findFeature', () => {
  it('takes every whole name', () => {
    for (const { name } of SEAL_TAXONOMY.features) expect(named(name)).toBe(name)
  })

  it.each([
    ['is_harmless', 'last_response_is_harmless'],
    ['harmless', 'last_response_is_harmless'],
    ['response_is_harmless', 'last_response_is_harmless'],
    ['sentiment', 'last_response_sentiment'],
    ['vocabulary_quality', 'human_vocabulary_quality'],
    ['privacy', 'last_response_breaks_privacy'],
  ])('takes an ending that is unique: %s', (ending, name) => expect(named(ending)).toBe(name))

  it.each([
    ['is_coherent', 'last_response_is_coherent'],
    ['coherent', 'last_response_is_coherent'],
    ['is_anthropomorphic', 'last_response_is_anthropomorphic'],
  ])('takes an ending of several, of which one is in regressions: %s', (ending, name) =>
    expect(named(ending)).toBe(name),
  )

  it('prefers the whole name to an ending, and a unique ending to regressions', () => {
    const taxonomy = taxonomyOf([
      ['is_kind', true],
      ['kind', false],
      ['very_polite', false],
    ])
    expect(findFeature(taxonomy, 'kind')).toBe(1)
    expect(findFeature(taxonomy, 'polite')).toBe(2)
  })

  it.each([
    ['two in regressions', true],
    ['none in regressions', false],
  ])('names the candidates of an ambiguous ending: %s', (_, inRegressions) => {
    const taxonomy = taxonomyOf([
      ['question_is_kind', inRegressions],
      ['answer_is_kind', inRegressions],
      ['answer_is_short', true],
    ])
    const message = 'feature "is_kind" could be question_is_kind or answer_is_kind'
    expect(() => findFeature(taxonomy, 'is_kind')).toThrow(new InvalidInput(message))
  })

  it.each(['armless', '', '_harmless', 'last_response', 'IS_HARMLESS', 'harmful'])(
    'does not know "%s", and says what there is',
    (name) => {
      const known = SEAL_TAXONOMY.features.map((feature) => feature.name)
      expect(() => named(name)).toThrow(new NotFound('feature', name, known))
      expect(() => named(name)).toThrow(
        `unknown feature "${name}"; known: assistant_is_anthropomorphic, assistant_is_coherent,`,
      )
    },
  )

  it('errors have their codes', () => {
    expect(new NotFound('feature', 'x', []).code).toBe('NOT_FOUND')
    expect(new NotFound('feature', 'x', []).message).toBe('unknown feature "x"; there is none yet')
    expect(new InvalidInput('no', { cause: 1 })).toMatchObject({
      code: 'INVALID_INPUT',
      cause: 1,
      name: 'InvalidInput',
    })
  })
})

describe('the SEAL taxonomy', () => {
  it('has the features of appendix C.3, harmlessness deciding first', () => {
    const { features, priority } = SEAL_TAXONOMY
    expect(features).toHaveLength(17)
    expect(new Set(features.map(({ name }) => name)).size).toBe(17)
    expect(features.filter(({ inRegressions }) => inRegressions)).toHaveLength(15)
    expect(priority).toEqual(['last_response_is_harmless', 'last_response_is_helpful'])
    const targets = features.filter(({ role }) => role === 'TARGET').map(({ name }) => name)
    expect(targets.toSorted()).toEqual([...priority].sort())
    const ternary = features.filter(({ kind }) => kind === 'TERNARY').map(({ name }) => name)
    expect(ternary).toEqual(['last_response_sentiment'])
  })
})
