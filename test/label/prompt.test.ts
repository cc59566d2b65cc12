import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Taxonomy } from '../../src/domain/taxonomy.ts'
import { answerReader, typicalAnswerTokens } from '../../src/label/answer.ts'
import { labelRequest, promptOf } from '../../src/label/prompt.ts'
import { questionnaireOf } from '../../src/label/questionnaire.ts'
import { InvalidAnswer } from '../../src/remote/ask-until-valid.ts'
import { estimateTokens } from '../../src/remote/chat-model.ts'
import { tokensIn } from '../../src/remote/tokens.ts'
import { answerTo } from '../remote/fake-model.ts'

const KEYS = Object.keys(answerTo(''))

describe('the prompt', () => {
  const all = questionnaireOf(SEAL_TAXONOMY)
  const { instructions, schema } = promptOf(all)

  it("has the reference's 19 keys, and every topic and discrimination", () => {
    expect(KEYS).toHaveLength(19)
    for (const key of KEYS) expect(instructions).toContain(`- ${key}: `)
    const { topics, discriminations } = SEAL_TAXONOMY
    for (const item of [...topics, ...discriminations]) expect(instructions).toContain(`\n- ${item}\n`)
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false })
    expect(new Set(schema.required as string[])).toEqual(new Set(KEYS))
    // What strict structured outputs don't know is refused by the server.
    expect(JSON.stringify(schema)).not.toMatch(/\$schema|uniqueItems|"default"|minItems/)
  })

  it('has another version when anything in it changes', () => {
    const [first, ...rest] = SEAL_TAXONOMY.features
    const variants: Taxonomy[] = [
      { ...SEAL_TAXONOMY, features: [{ ...first, description: 'Another.' }, ...rest] },
      { ...SEAL_TAXONOMY, features: [{ ...first, kind: 'TERNARY' }, ...rest] },
      { ...SEAL_TAXONOMY, topics: ['Cooking'] },
      { ...SEAL_TAXONOMY, discriminations: [] },
    ]
    const versions = [SEAL_TAXONOMY, ...variants].map(
      (taxonomy) => promptOf(questionnaireOf(taxonomy)).version,
    )
    versions.push(promptOf(questionnaireOf(SEAL_TAXONOMY, ['is_helpful'])).version)
    expect(new Set(versions).size).toBe(versions.length)
    expect(promptOf(questionnaireOf(structuredClone(SEAL_TAXONOMY))).version).toBe(versions[0])
    // What nobody reads changes nothing.
    const retitled = { ...SEAL_TAXONOMY, features: [{ ...first, title: 'x' }, ...rest] }
    expect(promptOf(questionnaireOf(retitled)).version).toBe(versions[0])
  })

  it('asks for what is named, lists included', () => {
    const some = questionnaireOf(SEAL_TAXONOMY, ['topics', 'is_coherent'])
    expect(promptOf(some).schema.required).toEqual(['last_response_is_coherent', 'topics'])
    expect(() => questionnaireOf(SEAL_TAXONOMY, ['is_funny'])).toThrow('unknown feature "is_funny"')
    expect(() => questionnaireOf(SEAL_TAXONOMY, ['topics'])).toThrow('no feature is asked for')
  })

  it('counts a token for every four bytes', () => {
    expect([tokensIn(''), tokensIn('abcd'), tokensIn('abcde'), tokensIn('éé')]).toEqual([0, 1, 2, 1])
    const prompt = promptOf(all)
    const estimate = (text: string) => estimateTokens(labelRequest(prompt, text), typicalAnswerTokens(all))
    const [short, long] = [estimate('x'), estimate('x'.repeat(4001))]
    expect(long.input - short.input).toBe(1000)
    expect(long.output).toBe(short.output)
  })
})

describe('an answer', () => {
  const read = answerReader(questionnaireOf(SEAL_TAXONOMY))
  const good = answerTo('some text')

  it('becomes values in the order of the taxonomy', () => {
    const { values } = read(
      JSON.stringify({ ...good, assistant_is_coherent: true, last_response_sentiment: 'negative' }),
    )
    expect(values).toHaveLength(17)
    expect([values[1], values[9]]).toEqual([1, -1])
    expect(read(JSON.stringify({ ...good, topics: ['People and self', 'People and self'] })).topics).toEqual([
      'People and self',
    ])
  })

  it.each(KEYS)('needs %s', (key) => {
    const { [key]: _, ...rest } = good
    expect(() => read(JSON.stringify(rest))).toThrow(InvalidAnswer)
    expect(() => read(JSON.stringify({ ...good, [key]: null }))).toThrow(key)
    expect(() => read(JSON.stringify({ ...good, [key]: 2 }))).toThrow(key)
  })

  it.each(['', 'null', '[]', '{}', '```json\n{}\n```', '"yes"', '{"__proto__": 1}'])('is not %s', (text) => {
    expect(() => read(text)).toThrow(InvalidAnswer)
  })

  it('says nothing of what was not asked for', () => {
    const some = answerReader(questionnaireOf(SEAL_TAXONOMY, ['is_helpful']))
    const { values, topics } = some('{"last_response_is_helpful": false}')
    expect(values.filter((value) => value !== undefined)).toEqual([0])
    expect([values.length, topics]).toEqual([17, undefined])
  })
})
