import { FLIPS, type Flip } from '../domain/flip.ts'
import type { Interruption } from '../domain/interruption.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { Taxonomy } from '../domain/taxonomy.ts'
import { groupRows } from '../frame/group-rows.ts'
import { isScored } from '../frame/view.ts'
import { designOf } from '../stats/design.ts'
import { type GroupedResponse, groupResponse } from '../stats/grouped-response.ts'
import { isAligned } from './alignment.ts'
import { type Link, methodOf } from './misalignment.ts'
import { regression } from './regression.ts'
import type { GroupedModel, GroupedPairs, Model } from './regression-model.ts'
import { assertOptions, type RegressionOptions, wantedFeatures } from './regression-options.ts'
import type { Regression } from './regression-result.ts'
import { flipOf, keepsTargets, lackingRewritten, type Rewriting, rewardsOf } from './rewriting.ts'

type Arguments = {
  link: Link
  /** Only the pairs whose target features did not flip on either side. */
  keepTargets: boolean
  features: readonly number[]
}

/** Features of one word of flips: two bits each. */
const PER_WORD = 16
const GAINED = 1
const LOST = 2

/** What rewriting did to features on one side of each pair, as words of two bits a feature. */
const flipWords = (rewriting: Rewriting, features: readonly number[], side: Side): Uint32Array[] => {
  const words = Array.from(
    { length: Math.ceil(features.length / PER_WORD) },
    () => new Uint32Array(rewriting.at.length),
  )
  features.forEach((feature, index) => {
    const word = words[Math.floor(index / PER_WORD)]
    for (let k = 0; k < word.length; k++) {
      const flip = flipOf(rewriting, feature, side, k)
      if (flip) word[k] |= (flip > 0 ? GAINED : LOST) << (2 * (index % PER_WORD))
    }
  })
  return words
}

/** Rewritten pairs, grouped by what became of some features on both sides. */
export type GroupedFlips = Omit<GroupedPairs, 'combinations'> & {
  /** Of each group, whether it is so: 1 or 0. */
  dummies(feature: number, side: Side, flip: Flip): Int8Array
}

/**
 * Equation 4: whether the post model, aligned on the originals, is misaligned on the rewritings, on dummies of the
 * features that rewriting gained and lost on either side.
 * R: `glm(became ~ gained + lost …, binomial)`, under IDENTITY `lm`.
 */
export const groupedRobustness = (
  { wanted, features, pairs, dummies }: GroupedFlips,
  link: Link,
  response: GroupedResponse,
): GroupedModel => {
  const terms = SIDES.flatMap((side) =>
    wanted.flatMap((feature) =>
      FLIPS.map((flip) => ({ name: { feature, side, flip }, labeled: features.includes(feature) })),
    ),
  )
  const columns = terms
    .filter(({ labeled }) => labeled)
    .map(({ name: { feature, side, flip } }) => dummies(feature, side, flip))
  return {
    method: methodOf(link),
    terms,
    pairs,
    observed: {
      design: designOf(columns, { rows: response.count.length, intercept: true }),
      response,
      clusters: pairs,
    },
  }
}

const robustnessModel = (rewriting: Rewriting, { link, keepTargets, features }: Arguments): Model => {
  const { original, rewritten } = rewardsOf(rewriting, 'POST')
  const everyPair = Int32Array.from(rewriting.at.keys())
  const known = (k: number) => (feature: number) =>
    SIDES.every((side) => flipOf(rewriting, feature, side, k) !== null)
  const labeled = features.filter((feature) => everyPair.some((k) => known(k)(feature)))
  const used = everyPair.filter(
    (k) => labeled.every(known(k)) && (!keepTargets || keepsTargets(rewriting, k)),
  )
  const outcome = (k: number) => {
    const [row, at] = [rewriting.rows[k], rewriting.at[k]]
    if (!original || !rewritten || !isScored(original, row) || !isScored(rewritten, at)) return NaN
    return isAligned(original, row) && !isAligned(rewritten, at) ? 1 : 0
  }
  const flips = SIDES.flatMap((side) => flipWords(rewriting, labeled, side))
  const bits = flips.map((column) => ({ column, mask: 0xffffffff }))
  const { groupOf, words, count: rows } = groupRows(bits, everyPair)
  const dummies = (feature: number, side: Side, flip: Flip) => {
    const index = labeled.indexOf(feature)
    const first = side === 'CHOSEN' ? 0 : words.length / 2
    const word = words[first + Math.floor(index / PER_WORD)]
    const bits = flip === 'GAINED' ? GAINED : LOST
    return Int8Array.from(word, (all) => (((all >>> (2 * (index % PER_WORD))) & 3) === bits ? 1 : 0))
  }
  const outcomes = Float64Array.from(everyPair, outcome)
  const pairs = used.filter((k) => !Number.isNaN(outcomes[k]))
  const observations = { rowOf: groupOf, column: outcomes, at: pairs }
  const grouped = { wanted: features, features: labeled, pairs: pairs.length, dummies }
  return {
    ...groupedRobustness(grouped, link, groupResponse(observations, { rows })),
    observations: { pairs: pairs.map((k) => rewriting.rows[k]), each: [observations] },
  }
}

/** Whether any labeler says something of a feature on both sides of any rewriting, within the slice or not. */
const isLabeledAnywhere = ({ view, columns }: Rewriting, feature: number): boolean => {
  const field = view.fields[feature]
  return columns.labels.some((labels) =>
    labels?.CHOSEN.known[field.word].some(
      (known, at) => (((known & labels.REJECTED.known[field.word][at]) >>> field.shift) & field.mask) !== 0,
    ),
  )
}

/** Those of the taxonomy that rewritings are labeled with, without target features where these were kept. */
export const robustnessFeatures = (
  taxonomy: Taxonomy,
  { options, keepTargets }: { options: RegressionOptions; keepTargets: boolean },
  isLabeled: (feature: number) => boolean,
): number[] => {
  if (options.features) return wantedFeatures(taxonomy, options.features)
  const isTarget = (feature: number) => taxonomy.priority.includes(taxonomy.features[feature].name)
  return wantedFeatures(taxonomy, null).filter(
    (feature) => !(keepTargets && isTarget(feature)) && isLabeled(feature),
  )
}

/** What rewording does to alignment. @throws InvalidInput, NotFound for options that can't be used */
export const robustness = (
  rewriting: Rewriting,
  { options, ...args }: { link: Link; keepTargets: boolean; options: RegressionOptions },
  signal?: Interruption,
): Regression => {
  const { taxonomy } = rewriting.view.frame
  assertOptions(options)
  const features = robustnessFeatures(taxonomy, { options, keepTargets: args.keepTargets }, (feature) =>
    isLabeledAnywhere(rewriting, feature),
  )
  const lack = lackingRewritten(rewriting.extent, rewriting.at.length, ['POST', 'LABELS'])
  const model = robustnessModel(rewriting, { ...args, features })
  return regression(model, { taxonomy, lack }, options, signal)
}
