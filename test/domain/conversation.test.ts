import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  endsWithAssistant,
  hasAssistantTurn,
  messagesOf,
  promptLength,
  responseOf,
  splitsElsewhere,
} from '../../src/domain/conversation.ts'

const human = (text: string) => `\n\nHuman: ${text}`
const assistant = (text: string) => `\n\nAssistant: ${text}`
const promptOf = (chosen: string, rejected: string) => chosen.slice(0, promptLength(chosen, rejected))

describe('promptLength', () => {
  it('goes up to the last assistant turn of an ordinary pair', () => {
    const prompt = `${human('hi')}${assistant('hello')}${human('and now?')}\n\n`
    expect(promptOf(`${prompt}Assistant: this`, `${prompt}Assistant: that`)).toBe(prompt)
  })

  it('does so too where the responses begin alike, or are the same', () => {
    const prompt = `${human('hi')}\n\n`
    expect(promptOf(`${prompt}Assistant: this one`, `${prompt}Assistant: this two`)).toBe(prompt)
    expect(promptOf(`${prompt}Assistant: same`, `${prompt}Assistant: same`)).toBe(prompt)
  })

  it('ends where conversations part earlier: before the turn in which they do', () => {
    const shared = `${human('hi')}${assistant('hello')}`
    const chosen = `${shared}${human('a joke?')}${assistant('no')}`
    const rejected = `${shared}${human('a poem?')}${assistant('yes')}`
    expect(promptOf(chosen, rejected)).toBe(`${shared}\n\n`)
  })

  it('ends there also when the last turns happen to begin at the same place', () => {
    const [chosen, rejected] = [human('one') + assistant('x'), human('two') + assistant('x')]
    expect(promptOf(chosen, rejected)).toBe('\n\n')
  })

  it('ends at the last turn of the shorter one where the other goes on', () => {
    const shorter = human('hi') + assistant('hello')
    const longer = shorter + human('go on') + assistant('on')
    expect(promptOf(shorter, longer)).toBe(`${human('hi')}\n\n`)
    expect(promptOf(longer, shorter)).toBe(`${human('hi')}\n\n`)
  })

  it('is empty without an assistant turn, on one side or on both', () => {
    const answered = human('hi') + assistant('hello')
    expect(promptOf(human('hi'), human('hi'))).toBe('')
    expect(promptOf(human('hi'), answered)).toBe('')
    expect(promptOf(answered, human('hi'))).toBe('')
    expect(promptOf('', '')).toBe('')
    expect(promptOf('', answered)).toBe('')
  })

  it('takes whole turns of both: a paragraph that begins like a turn is none', () => {
    const chosen = human('hi') + assistant('one') + human('two') + assistant('x')
    const rejected = `${human('hi')}${assistant('one\n\nHum.')}${human('two')}${assistant('x')}`
    expect(promptOf(chosen, rejected)).toBe(`${human('hi')}\n\n`)
    expect(promptOf(rejected, chosen)).toBe(`${human('hi')}\n\n`)
  })

  it('ends before the turn in which another one speaks', () => {
    const shared = human('hi') + assistant('one')
    const [chosen, rejected] = [shared + human('two') + assistant('x'), shared + assistant('two')]
    expect(promptOf(chosen, rejected)).toBe(`${shared}\n\n`)
    expect(promptOf(rejected, chosen)).toBe(`${shared}\n\n`)
  })

  it('is not misled by "Assistant:" inside the last human turn', () => {
    const prompt = `${human('what does "Assistant: x" mean?')}\n\n`
    expect(promptOf(`${prompt}Assistant: a`, `${prompt}Assistant: b`)).toBe(prompt)
  })

  it('is not misled by "Assistant:" within a response, unlike the reference', () => {
    const prompt = `${human('hi')}\n\n`
    const [chosen, rejected] = [
      `${prompt}Assistant: Ask your Personal Assistant: a`,
      `${prompt}Assistant: Ask your Personal Assistant: b\nAssistant: c`,
    ]
    expect(promptOf(chosen, rejected)).toBe(prompt)
    expect(responseOf(chosen)).toBe('Assistant: Ask your Personal Assistant: a')
    expect(responseOf(rejected)).toBe('Assistant: Ask your Personal Assistant: b\nAssistant: c')
    expect([chosen, rejected, `${prompt}Assistant: a`].map((text) => splitsElsewhere(text))).toEqual([
      true,
      true,
      false,
    ])
  })

  it('goes up to an answer that is known, whatever the answer says', () => {
    const prompt = `${human('hi')}\n\n`
    const dialogue = `Assistant: a${human('b')}${assistant('c')}`
    const answers = { chosen: prompt.length, rejected: prompt.length }
    expect(promptLength(prompt + dialogue, `${prompt}Assistant: d`, answers)).toBe(prompt.length)
    expect(promptLength(prompt + dialogue, `${prompt}${dialogue}.`, answers)).toBe(prompt.length)
    expect(responseOf(prompt + dialogue, prompt.length)).toBe(dialogue)
    expect(messagesOf(prompt + dialogue, prompt.length)).toEqual([
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: dialogue.slice('Assistant: '.length) },
    ])
  })

  const turn = fc.tuple(
    fc.boolean(),
    fc.constantFrom('', 'a', 'b', 'aa', 'Assistant:', 'Human: a', 'a\n\nHi', 'a\n\nHum', '\n\n', '👍'),
  )
  const text = fc
    .array(turn, { maxLength: 5 })
    .map((turns) => turns.map(([isHuman, words]) => (isHuman ? human(words) : assistant(words))).join(''))

  it('is a prefix of both, reaches into no response, and does not depend on which is chosen', () => {
    fc.assert(
      fc.property(text, text, text, (start, a, b) => {
        const [chosen, rejected] = [start + a, start + b]
        const length = promptLength(chosen, rejected)
        expect(Number.isInteger(length) && length >= 0).toBe(true)
        expect(rejected.slice(0, length)).toBe(chosen.slice(0, length))
        for (const conversation of [chosen, rejected]) {
          expect(length).toBeLessThanOrEqual(conversation.length)
          const response = hasAssistantTurn(conversation) ? responseOf(conversation) : conversation
          expect(length).toBeLessThanOrEqual(conversation.length - response.length)
        }
        expect(promptLength(rejected, chosen)).toBe(length)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('responseOf', () => {
  it('is the last assistant turn with its mark', () => {
    expect(responseOf(human('a') + assistant('b') + human('c') + assistant('d'))).toBe('Assistant: d')
    expect(responseOf(human('a') + assistant(''))).toBe('Assistant: ')
  })

  it('is the whole text where there is no such turn', () => {
    expect(responseOf(human('a'))).toBe(human('a'))
    expect(responseOf('')).toBe('')
    expect([human('a'), assistant('a'), ''].map(hasAssistantTurn)).toEqual([false, true, false])
  })
})

it('knows whose the last turn is', () => {
  const texts = [
    'Assistant: a',
    '\n\nHuman: a\n\nAssistant: b',
    '\n\nAssistant: a\n\nHuman: b',
    'Human: a',
    '',
  ]
  expect(texts.map(endsWithAssistant)).toEqual([true, true, false, false, false])
})

describe('messagesOf', () => {
  it('takes the turns, without the white space around them', () => {
    expect(messagesOf(`${human('hi\n\nthere ')}${assistant('hello')}`)).toEqual([
      { role: 'user', content: 'hi\n\nthere' },
      { role: 'assistant', content: 'hello' },
    ])
  })

  it("takes a system's message where the text begins with one, and nowhere else", () => {
    expect(messagesOf(`\n\nSystem: be brief${human('hi')}${assistant('')}`)).toEqual([
      { role: 'system', content: 'be brief' },
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: '' },
    ])
    expect(messagesOf(`${human('hi')}\n\nSystem: ha${assistant('hello')}`)).toEqual([
      { role: 'user', content: 'hi\n\nSystem: ha' },
      { role: 'assistant', content: 'hello' },
    ])
  })

  it('takes tools before an assistant, and a developer before all others', () => {
    const called = `\n\nDeveloper: be brief${human('hi')}${assistant('{}')}\n\nTool: 21 °C${assistant('warm')}`
    expect(messagesOf(called)?.map(({ role }) => role)).toEqual([
      'developer',
      'user',
      'assistant',
      'tool',
      'assistant',
    ])
    const listed = `${human('a shed?')}${assistant('List:\n\nTool: a saw\n\nFunction: to saw')}`
    expect(messagesOf(listed + human('thanks'))?.map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
    ])
    expect(messagesOf(listed)?.[1].content).toContain('to saw')
  })

  it.each(['', 'hi', `hi${human('there')}`, '\n\nSystem: be brief'])('finds none in %j', (text) => {
    expect(messagesOf(text)).toBeNull()
  })
})
