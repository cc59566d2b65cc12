import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordDiff } from '../../src/web/views/pairs/word-diff.ts'

describe('the difference of two texts', () => {
  it('is both texts in pieces', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 })
    fc.assert(
      fc.property(text, text, (chosen, rejected) => {
        const pieces = wordDiff(chosen, rejected)
        const joined = (side: 'chosen' | 'rejected') => pieces[side].map((piece) => piece.text).join('')
        expect([joined('chosen'), joined('rejected')]).toEqual([chosen, rejected])
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
    })
  })

  it('gives up on long texts without likeness rather than let people wait', () => {
    const words = (letter: string) => Array.from({ length: 20_000 }, (_, at) => `${letter}${at}`).join(' ')
    const [chosen, rejected] = [words('a'), words('b')]
    const start = performance.now()
    expect(wordDiff(chosen, rejected)).toEqual({
      chosen: [{ text: chosen, differs: true }],
      rejected: [{ text: rejected, differs: true }],
    })
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
