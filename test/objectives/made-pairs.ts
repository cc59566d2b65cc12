import { type PlainPair, TAXONOMY } from '../frame/make-frame.ts'
import type { ObjectivePairs } from '../golden/objectives.ts'

const NAMES = TAXONOMY.features.map(({ name }) => name)

/** The golden pairs, by the order that they are in. */
export const plainPairs = (data: ObjectivePairs): PlainPair[] =>
  data.group.map((group, rowId) => {
    const side = (columns: (number | null)[][]) =>
      Object.fromEntries(NAMES.map((name, feature) => [name, columns[feature][rowId] as number]))
    return {
      rowId,
      group,
      subset: data.subset[rowId],
      pre: [data.preChosen[rowId], data.preRejected[rowId]],
      post: [data.postChosen[rowId], data.postRejected[rowId]],
      labels: { chosen: side(data.chosen), rejected: side(data.rejected) },
      rewrite: {
        pre: [data.rewrittenPreChosen[rowId], data.rewrittenPreRejected[rowId]],
        post: [data.rewrittenPostChosen[rowId], data.rewrittenPostRejected[rowId]],
        labels: { chosen: side(data.rewrittenChosen), rejected: side(data.rewrittenRejected) },
      },
    }
  })
