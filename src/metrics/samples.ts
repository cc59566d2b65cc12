import type { Pairs, Sample } from '../pairs/pairs.ts'
import type { ClusteredCouple, ClusteredSample } from '../stats/clustered-sample.ts'

/** Samples by prompt; null where every prompt of the dataset has one pair, so that nothing counts twice. */
export const sampledByPrompt = async (
  pairs: Pairs,
  samples: readonly Sample[],
  couples: readonly (readonly [number, number])[] = [],
): Promise<{ samples: ClusteredSample[]; couples: ClusteredCouple[] } | null> => {
  const { pairCount, promptCount } = pairs.outline
  return promptCount === pairCount ? null : pairs.byPrompt(samples, couples)
}

/** Whether some values of a sample share a prompt. */
export const sharesPrompts = (sample: ClusteredSample | undefined): sample is ClusteredSample =>
  sample !== undefined && sample.clusters < sample.count

/** Why nothing is known of how much a number varies. */
export const ONE_PROMPT = 'all pairs are of one prompt, which does not say how much prompts differ'
