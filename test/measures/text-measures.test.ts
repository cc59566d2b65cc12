import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureText, TEXT_MEASURES } from '../../src/measures/text-measures.ts'

const measured = (response: string, prompt = '\n\nHuman: Why is the sky blue?\n\n') => {
  const values = measureText({ text: `${prompt}Assistant: ${response}` })
  return Object.fromEntries(TEXT_MEASURES.map(({ name }, index) => [name, values[index]]))
}

const AFFIRMATIONS = ['sure', 'certainly', 'of course', 'absolutely', 'definitely', 'great question', 'yes']
const APOLOGIES = ['sorry', 'apologize', 'apologise', 'my apologies', 'forgive me']
const HEDGES = [
  ...['perhaps', 'maybe', 'possibly', 'probably', 'i think', 'i believe', 'i guess', "i'm not sure"],
  ...['i am not sure', 'it seems', 'it depends', 'might', 'could be', 'may be', 'as far as i know'],
]
const AIS = [
  ...['as an ai', "i'm an ai", 'i am an ai', 'ai language model', 'as a language model', "i'm just an ai"],
]
const wholeWords = (phrases: string[]) => `(?<![\\p{L}\\p{N}])(?:${phrases.join('|')})(?![\\p{L}\\p{N}])`
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/** The definitions once more, by other means. */
const naive = (text: string, prompt: string) => {
  const points = Array.from(text)
  const words = text.split(/\s+/).filter((word) => word !== '')
  const different = new Set(words.map((word) => word.toLowerCase()))
  const asked = new Set(prompt.toLowerCase().split(/\s+/))
  const letters = points.filter((point) => /\p{L}/u.test(point))
  const lines = text.split(/[\n\r\u2028\u2029]/)
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  const says = (phrases: string[]) => Number(new RegExp(wholeWords(phrases), 'u').test(text.toLowerCase()))
  return {
    length_characters: points.length,
    length_words: words.length,
    sentences: Array.from(sentences.segment(text)).filter(({ segment }) => segment.trim() !== '').length,
    lexical_diversity: share(new Set(text.toLowerCase().split(/\s+/).filter(Boolean)).size, words.length),
    list_items: lines.filter((line) => /^\s*([-*+•]|\d+[.)])\s+\S/.test(line)).length,
    headers: lines.filter((line) => /^#{1,6}\s+\S/.test(line)).length,
    bold_spans: Array.from(text.matchAll(/\*{2}[^*\n]+\*{2}/g)).length,
    code_blocks: Math.floor(lines.filter((line) => line.startsWith('```')).length / 2),
    question_marks: points.filter((point) => point === '?').length,
    exclamation_marks: points.filter((point) => point === '!').length,
    digits_share: share(points.filter((point) => /\p{Nd}/u.test(point)).length, points.length),
    uppercase_share: share(letters.filter((point) => /\p{Lu}/u.test(point)).length, letters.length),
    prompt_overlap: share([...different].filter((word) => asked.has(word)).length, different.size),
    begins_with_affirmation: Number(
      new RegExp(`^${wholeWords(AFFIRMATIONS)}`, 'u').test(text.trim().toLowerCase()),
    ),
    apologizes: says(APOLOGIES),
    hedges: says(HEDGES),
    says_it_is_an_ai: says(AIS),
    ends_with_question: Number(text.trim().at(-1) === '?'),
  }
}

describe('text measures', () => {
  it('count what their definitions say', () => {
    expect(
      measured(
        'Sure! I think it scatters. Is that enough?\n\n# Why\n- **short** waves\n2) long ones\n```\nx\n```\nSorry, as an AI I do not know',
      ),
    ).toEqual({
      length_characters: 120,
      length_words: 27,
      sentences: 10,
      lexical_diversity: 25 / 27,
      list_items: 2,
      headers: 1,
      bold_spans: 1,
      code_blocks: 1,
      question_marks: 1,
      exclamation_marks: 1,
      digits_share: 1 / 120,
      uppercase_share: 8 / 75,
      prompt_overlap: 2 / 25,
      begins_with_affirmation: 1,
      apologizes: 1,
      hedges: 1,
      says_it_is_an_ai: 1,
      ends_with_question: 0,
    })
  })

  it('are null where they are undefined', () => {
    expect(measured('')).toMatchObject({
      ...{ length_characters: 0, length_words: 0, sentences: 0 },
      ...{ lexical_diversity: null, digits_share: null, uppercase_share: null, prompt_overlap: null },
    })
    expect(measured('12 …')).toMatchObject({ uppercase_share: null, digits_share: 0.5 })
  })

  it.each([
    ['Absolutely, yes.', 'begins_with_affirmation', 1],
    ['Surely not.', 'begins_with_affirmation', 0],
    ["I'm SORRY.", 'apologizes', 1],
    ['A sorry-looking sorryness', 'apologizes', 1],
    ['Sorryness', 'apologizes', 0],
    ['It might be.', 'hedges', 1],
    ['The mighty', 'hedges', 0],
    ['As an AI, no.', 'says_it_is_an_ai', 1],
    ['Has an air', 'says_it_is_an_ai', 0],
    ['Why? \n', 'ends_with_question', 1],
    ['Why?!', 'ends_with_question', 0],
  ])('%j: %s is %d', (text, name, value) => {
    expect(measured(text)[name]).toBe(value)
  })

  it('are of the last answer, wherever it begins', () => {
    const text = '\n\nHuman: a b c\n\nAssistant: one\n\nHuman: d\n\nAssistant: two words'
    expect(measureText({ text })[1]).toBe(2)
    expect(measureText({ text, answerAt: text.indexOf('\n\nAssistant: one') })[1]).toBe(6)
  })

  it('agree with a naive reading on any text', () => {
    const parts = [
      ...'aB9?!.,;:"\' \n\r\t#*-+`)•.É😀Σİ٣\u00a0\u2028\u0085\ufeff\ud83d\ude00\u0301…’“',
      ...[
        '\r\n',
        '\n\n',
        '```',
        '\n```',
        '\n- ',
        '\n2. ',
        '\n## ',
        '**',
        '. ',
        '. A',
        ' a',
        ' 𝐀 ',
        ' B9',
        'é',
      ],
      ...[...AFFIRMATIONS, ...APOLOGIES, ...HEDGES, ...AIS].flatMap((phrase) => [
        phrase,
        ` ${phrase.toUpperCase()} `,
      ]),
    ]
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((some) => some.join(''))
    fc.assert(
      fc.property(text, text, (prompt, response) => {
        const values = measured(response, `${prompt}\n\n`)
        expect(values).toEqual(naive(response, prompt))
        expect(measured(response, `${prompt}\n\n`)).toEqual(values)
      }),
      { numRuns: 2000 },
    )
  })

  it('find words again in a text of many', () => {
    const words = Array.from({ length: 3000 }, (_, index) => `w${index % 2000}`)
    expect(measured(words.join(' '), `\n\nHuman: ${words.slice(500, 1000).join('\n')}\n\n`)).toMatchObject({
      ...{ length_words: 3000, lexical_diversity: 2000 / 3000, prompt_overlap: 500 / 2000 },
    })
    expect(measured('w1 W1 w w11', '\n\nHuman: w11 w1x\n\n')).toMatchObject({
      ...{ length_words: 4, lexical_diversity: 3 / 4, prompt_overlap: 1 / 3 },
    })
  })
})
