import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markSearched } from '../../src/web/views/pairs/mark-searched.ts'
import { type Piece, wordDiff } from '../../src/web/views/pairs/word-diff.ts'

const joined = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('')
const differing = (pieces: readonly Piece[]) => pieces.flatMap(({ text, differs }) => (differs ? [text] : []))
const text = fc.string({ unit: 'grapheme', maxLength: 60 })

describe('the difference of two texts', () => {
  it('is both texts in pieces', () => {
    fc.assert(
      fc.property(text, text, (chosen, rejected) => {
        const pieces = wordDiff(chosen, rejected)
        expect([joined(pieces.chosen), joined(pieces.rejected)]).toEqual([chosen, rejected])
      }),
    )
  })

  it('marks the words that one of them has', () => {
    expect(wordDiff('I like red tea', 'I like green tea')).toEqual({
      chosen: [
        { text: 'I like ', differs: false },
        { text: 'red', differs: true },
        { text: ' tea', differs: false },
      ],
      rejected: [
        { text: 'I like ', differs: false },
        { text: 'green', differs: true },
        { text: ' tea', differs: false },
      ],
      areUnlike: false,
    })
  })

  it.each([
    [
      'words beside each other in one',
      'Please wait five minutes for it',
      'Please wait at least ten minutes for it',
      ['five'],
      ['at least ten'],
    ],
    [
      'Arabic by whole words',
      'أضف أوراق الشاي الأخضر الآن',
      'أضف أوراق الشاي الأسود الآن',
      ['الأخضر'],
      ['الأسود'],
    ],
    [
      'Chinese, which has no spaces',
      '先把水烧开，然后等五分钟。',
      '先把水烧开，然后等十分钟。',
      ['五分钟'],
      ['十分钟'],
    ],
  ])('marks %s', (_, chosen, rejected, ofChosen, ofRejected) => {
    const pieces = wordDiff(chosen, rejected)
    expect([differing(pieces.chosen), differing(pieces.rejected)]).toEqual([ofChosen, ofRejected])
  })

  it('marks nothing in answers with few words in common', () => {
    const [chosen, rejected] = ['Put the kettle on first.', 'I am sorry, but nobody can tell you the answer.']
    expect(wordDiff(chosen, rejected)).toEqual({
      chosen: [{ text: chosen, differs: false }],
      rejected: [{ text: rejected, differs: false }],
      areUnlike: true,
    })
  })

  it('gives up on long texts without likeness rather than let people wait', () => {
    const words = (letter: string) => Array.from({ length: 20_000 }, (_, at) => `${letter}${at}`).join(' ')
    const start = performance.now()
    expect(wordDiff(words('a'), words('b')).areUnlike).toBe(true)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('searched words', () => {
  const marked = (pieces: readonly Piece[], searched: string[]) =>
    markSearched(pieces, searched).map(({ text, isSearched }) => (isSearched ? `[${text}]` : text))

  it('are marked in either case, across pieces, whatever they are', () => {
    const pieces = [
      { text: 'Green T', differs: true },
      { text: 'ea (hot)? tea', differs: false },
    ]
    expect(marked(pieces, ['TEA', '(hot)?'])).toEqual([
      'Green ',
      '[T]',
      '[ea]',
      ' ',
      '[(hot)?]',
      ' ',
      '[tea]',
    ])
    expect(marked(pieces, [])).toEqual(['Green T', 'ea (hot)? tea'])
  })

  it('leave the text as it is', () => {
    const piece = fc.record({ text, differs: fc.boolean() })
    fc.assert(
      fc.property(
        fc.array(piece),
        fc.array(fc.string({ unit: 'binary', minLength: 1 })),
        (pieces, searched) => {
          expect(joined(markSearched(pieces, searched))).toBe(joined(pieces))
        },
      ),
    )
  })
})
