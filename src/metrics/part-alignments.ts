import type { Sample } from '../pairs/pairs.ts'
import type { Condition } from '../pairs/terms.ts'
import type { ClusteredSample } from '../stats/clustered-sample.ts'
import { type Alignment, alignedShare, alignmentOf, unscored } from './alignment.ts'
import { extentOf } from './lacking.ts'
import type { Metric, Model } from './metric.ts'
import { type AlignmentContrast, alignmentContrast } from './preference.ts'

/** Alignment on some of the pairs, and on all others; `contrast`: of the part minus the rest, null where either has no pair. */
export type PartAlignment = { part: Alignment; rest: Alignment; contrast: AlignmentContrast | null }

/** So many are asked for at once: a statement has room for so many columns. */
const AT_ONCE = 40

const ones = ({ count, mean }: ClusteredSample) => Math.round(count * (mean ?? 0))

/**
 * Is a model worse on a part of the pairs than on the rest?
 * R: `t.test(part, rest, var.equal = TRUE)` on 0 and 1; where pairs share prompts
 * `vcovCL(lm(aligned ~ inPart), cluster = prompt, type = 'HC1')`
 */
export const partAlignments: Metric<{ model: Model; parts: readonly Condition[] }, PartAlignment[]> = async (
  { pairs },
  { model, parts },
) => {
  const none = unscored(await extentOf(pairs), model)
  const term = alignedShare(model)
  const alignmentIn = (sample: ClusteredSample) =>
    alignmentOf({ aligned: ones(sample), pairs: sample.count, ties: 0 }, none, sample)
  const found: PartAlignment[] = []
  for (let start = 0; start < parts.length; start += AT_ONCE) {
    const some = parts.slice(start, start + AT_ONCE)
    const { samples, couples } = await pairs.byPrompt(
      some.flatMap((where): Sample[] => [
        { term, where },
        { term, where: { not: where } },
      ]),
      some.map((_, index) => [2 * index, 2 * index + 1] as const),
    )
    for (const index of some.keys()) {
      const both = [samples[2 * index], samples[2 * index + 1]] as const
      const [part, rest] = both.map(alignmentIn)
      const contrast = alignmentContrast(part, rest, { samples: both, couple: couples[index] })
      found.push({ part, rest, contrast })
    }
  }
  return found
}
