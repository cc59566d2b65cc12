import type { PairFilter } from '../generated/documents.ts'

/** The texts that a slice searches for. What was typed may have any shape. */
export const searchedTexts = (where: PairFilter | null): string[] => {
  if (typeof where !== 'object' || where === null) return []
  const { text, and, or } = where
  return [
    ...(typeof text === 'string' && text !== '' ? [text] : []),
    ...[and, or].flat().flatMap((one) => searchedTexts(one ?? null)),
  ]
}
