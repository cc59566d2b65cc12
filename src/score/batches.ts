/** Texts that are computed at once, padded to the longest of them. */
export type Batch<T> = { items: T[]; length: number }

/**
 * Batches of texts of like length, the longest first: as many as fit the budget of padded tokens, at least
 * one. Without a mask the model would read the padding, so only texts of one length go together.
 */
export const batchesOf = <T extends { ids: ArrayLike<number> }>(
  items: readonly T[],
  { budget, masked }: { budget: number; masked: boolean },
): Batch<T>[] => {
  const batches: Batch<T>[] = []
  for (const item of [...items].sort((a, b) => b.ids.length - a.ids.length)) {
    const batch = batches.at(-1)
    const fits =
      batch &&
      (batch.items.length + 1) * batch.length <= budget &&
      (masked || batch.length === item.ids.length)
    if (fits) batch.items.push(item)
    else batches.push({ items: [item], length: item.ids.length })
  }
  return batches
}
