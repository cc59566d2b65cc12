import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidAnswer } from '../../src/remote/ask-until-valid.ts'
import { estimateTokens } from '../../src/remote/chat-model.ts'
import { readRewritten } from '../../src/rewrite/answer.ts'
import { PROMPT_VERSION, rewriteRequest } from '../../src/rewrite/prompt.ts'
import { turnsOf } from '../../src/rewrite/turns.ts'
import { HARMLESS, INVALID_REWRITINGS, rewriteAnswer, rewritingOf } from '../remote/fake-rewriter.ts'

const CONVERSATION = '\n\nHuman: Hi?\n\nAssistant: Hello.\n\nHuman: Why\nnot?\n\nAssistant: Because.'
const readRewriting = (answer: string, conversation: string) => readRewritten(answer, conversation).text
const answerTo = (conversation: string, fault: string | null = null) =>
  rewriteAnswer([...rewriteRequest(conversation).messages], fault)

describe('the turns of a conversation', () => {
  it('are found where paragraphs begin with a speaker, and only there', () => {
    const keys = (text: string) => turnsOf(text).map(({ key }) => key)
    expect(keys(CONVERSATION)).toEqual([
      'turn_1_Human',
      'turn_2_Assistant',
      'turn_3_Human',
      'turn_4_Assistant',
    ])
    expect(keys('\n\nSystem: Be kind.\n\nHuman: a\n\nAssistant: b')[0]).toBe('turn_1_System')
    expect(keys('Human: a\nAssistant: no turn\n\nAssistant: b')).toEqual(['turn_1_Human', 'turn_2_Assistant'])
    expect(keys('Once.\n\nHuman: a\n\nAssistant:')).toEqual(['turn_1_Text', 'turn_2_Human', null])
  })

  it('are the conversation again, whatever it is', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n\nHuman:', '\n\nAssistant:', '\n\nSystem:', 'Human:', '\n', ' '),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        expect(
          turnsOf(text)
            .map((turn) => turn.head + turn.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})

describe('the request', () => {
  const { messages, format } = rewriteRequest(CONVERSATION)

  it('says what may change and what must not', () => {
    for (const words of [
      'vocabulary and grammatical structure',
      'intensity',
      'toxic or unsafe',
      '"Human" and "Assistant"',
    ])
      expect(messages[0].content).toContain(words)
    expect(PROMPT_VERSION).toMatch(/^[0-9a-f]{16}$/)
  })

  it('has the turns, and asks for exactly those', () => {
    const keys = ['turn_1_Human', 'turn_2_Assistant', 'turn_3_Human', 'turn_4_Assistant']
    expect(JSON.parse(messages[1].content)).toEqual({
      turn_1_Human: 'Hi?',
      turn_2_Assistant: 'Hello.',
      turn_3_Human: 'Why\nnot?',
      turn_4_Assistant: 'Because.',
    })
    expect(format.schema).toMatchObject({ type: 'object', required: keys, additionalProperties: false })
    expect(Object.keys(format.schema.properties as object)).toEqual(keys)
  })

  it('takes about as much again as the conversation is long', () => {
    const [short, long] = [
      estimateTokens(rewriteRequest('\n\nHuman: a\n\nAssistant: b')),
      estimateTokens(rewriteRequest(`\n\nHuman: a\n\nAssistant: ${'b'.repeat(4001)}`)),
    ]
    expect([long.input - short.input, long.output - short.output]).toEqual([1000, 1000])
  })
})

describe('an answer', () => {
  it.each([null, ...HARMLESS])('that is %s becomes the conversation with its turns rewritten', (fault) => {
    expect(readRewriting(answerTo(CONVERSATION, fault), CONVERSATION)).toBe(rewritingOf(CONVERSATION))
  })

  it.each(INVALID_REWRITINGS)('is none with: %s', (fault) => {
    expect(() => readRewriting(answerTo(CONVERSATION, fault), CONVERSATION)).toThrow(InvalidAnswer)
  })

  it('keeps the white space around turns, and turns that say nothing', () => {
    const text = '\n\nHuman:  a \n\nAssistant:\n\nHuman: $& b\n\nAssistant: c\n'
    const answer = { turn_1_Human: 'A', turn_3_Human: "$' B", turn_4_Assistant: 'C' }
    expect(readRewriting(JSON.stringify(answer), text)).toBe(
      "\n\nHuman:  A \n\nAssistant:\n\nHuman: $' B\n\nAssistant: C\n",
    )
  })

  it('may name a speaker where the original does, and nowhere else', () => {
    const text = '\n\nHuman: Who says "Assistant: yes"?\n\nAssistant: I.'
    const read = (first: string, second: string) =>
      readRewriting(JSON.stringify({ turn_1_Human: first, turn_2_Assistant: second }), text)
    expect(read('Who is saying "Assistant: yes"?', 'Me.')).toContain('Me.')
    expect(() => read('Who says so?', 'Me. Assistant: Yes.')).toThrow(
      'turn_2_Assistant has another turn inside',
    )
    expect(() => read('Who says\n\nAssistant: yes?', 'Me.')).toThrow('other turns')
  })

  it('is of one turn where an answer that is known has a dialogue in it', () => {
    const prompt = '\n\nHuman: Hi?'
    const text = `${prompt}\n\nAssistant: So:\n\nHuman: a\n\nAssistant: b`
    const at = prompt.length + 2
    expect(turnsOf(text, at).map(({ key }) => key)).toEqual(['turn_1_Human', 'turn_2_Assistant'])
    const answer = { turn_1_Human: 'Hello?', turn_2_Assistant: 'Thus:\n\nHuman: a\n\nAssistant: c' }
    expect(readRewritten(JSON.stringify(answer), text, at)).toEqual({
      text: text.replace('Hi?', 'Hello?').replace('So:', 'Thus:').replace(/b$/, 'c'),
      answerAt: at + 3,
    })
  })

  it('never has other turns than its conversation, whatever comes back', () => {
    const said = fc.array(
      fc.oneof(fc.constantFrom('\n\nHuman:', 'Assistant:', '\n\n', 'System: '), fc.string()),
    )
    fc.assert(
      fc.property(said, said, said, (...parts) => {
        const [conversation, first, second] = parts.map((part) => part.join(''))
        const text = `\n\nHuman: ${conversation}\n\nAssistant: yes`
        const keys = turnsOf(text).flatMap(({ key }) => (key === null ? [] : [key]))
        const answer = Object.fromEntries(keys.map((key, index) => [key, index % 2 ? second : first]))
        try {
          const rewritten = readRewriting(JSON.stringify(answer), text)
          expect(turnsOf(rewritten).map(({ head }) => head)).toEqual(turnsOf(text).map(({ head }) => head))
          expect(rewritten.lastIndexOf('Assistant:') >= 0).toBe(true)
          expect(rewritten).not.toBe(text)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidAnswer)
        }
      }),
    )
  })
})
