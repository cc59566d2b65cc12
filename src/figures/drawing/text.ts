import { clipped } from '../../domain/clipped.ts'

/** Characters of a text that an axis shows, and of one that a tooltip does. */
export const SHORT = 36
export const FULL = 100

/** Lines of at most `width` characters, broken between words where that is possible; `lines` at most. */
export const wrapped = (text: string, { width, lines }: { width: number; lines: number }): string[] => {
  const result = ['']
  for (const word of text
    .split(' ')
    .flatMap((word) => word.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? [])) {
    const line = result[result.length - 1]
    if (line === '') result[result.length - 1] = word
    else if (line.length + 1 + word.length <= width) result[result.length - 1] = `${line} ${word}`
    else result.push(word)
  }
  if (result.length <= lines) return result
  return [...result.slice(0, lines - 1), `${clipped(result[lines - 1], width - 1)}…`]
}

/** BECAME_ALIGNED as 'became aligned'. */
export const wordsOf = (constant: string): string => constant.toLowerCase().replaceAll('_', ' ')

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
