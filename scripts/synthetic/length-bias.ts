import type { Margins } from './margins.ts'

/** How far a pair's answers part in length, in logarithms, for a standard deviation of what training added to its margin. */
const STRENGTH = 0.36
/** People like the shorter answer a little better. */
const PEOPLE = -0.06

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * What training taught the model besides: to like length. Of a pair by how much its chosen answer is longer and its rejected one
 * shorter, as logarithms: more where training moved the margin up further than the margin before it tells.
 */
export const lengthBias = ({ PRE, POST }: Margins): ((pair: number) => number) => {
  const [before, after] = [mean(PRE), mean(POST)]
  let [products, squares] = [0, 0]
  for (let pair = 0; pair < PRE.length; pair++) {
    products += (PRE[pair] - before) * (POST[pair] - after)
    squares += (PRE[pair] - before) ** 2
  }
  const slope = squares > 0 ? products / squares : 0
  const added = POST.map((margin, pair) => margin - after - slope * (PRE[pair] - before))
  const spread = Math.sqrt(mean(added.map((one) => one ** 2))) || 1
  return (pair) => PEOPLE + STRENGTH * Math.max(-2, Math.min(2, added[pair] / spread))
}
