import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countSentences } from '../../src/measures/sentences.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
const byUnicode = (text: string) =>
  [...segmenter.segment(text)].filter(({ segment }) => /\S/.test(segment)).length

const PARTS = [
  ...'aB3.!?"\'()[]{},:-; \t\n\r\v\f#/_*`',
  '. ',
  '.',
  ' ',
  'e.g. ',
  '\r\n',
  '\0',
  '\x1c',
  '\x7f',
]

describe('sentences', () => {
  it('of ASCII are those of Unicode', () => {
    const texts = fc.array(fc.constantFrom(...PARTS), { maxLength: 14 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(texts, (text) => {
        expect(countSentences(text)).toBe(byUnicode(text))
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['', 0],
    [' \n\n ', 0],
    ['One. Two! Three?', 3],
    ['Version 2.0 of the U.S. law. e.g. this', 1],
    ['He said "Go." Then he went.\nA title\nMore', 4],
    ['a. ; b', byUnicode('a. ; b')],
  ])('%j', (text, count) => {
    expect(countSentences(text)).toBe(count)
    expect(byUnicode(text)).toBe(count)
    expect(countSentences(text)).toBe(count)
  })
})
