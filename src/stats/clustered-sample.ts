/** A sample whose values come in clusters, such as several of one prompt. */
export type ClusteredSample = {
  count: number
  mean: number | null
  /** Those that have a value. */
  clusters: number
  /** Σ over clusters of (Σ(x − mean))² */
  squares: number
}

/** What two samples whose clusters overlap have together. */
export type ClusteredCouple = {
  /** Those that have a value of either. */
  clusters: number
  /** Σ over clusters of Σ(a − mean a) · Σ(b − mean b) */
  products: number
}

/** A sample with the sum of each cluster's deviations from the mean. */
export type ClusterTotals = { sample: ClusteredSample; totals: Float64Array; isThere: Uint8Array }

/** The squares of clusters that cancel are what rounding leaves: 0. `magnitude`: Σx² of the values. */
export const withoutRounding = ({ count, squares }: ClusteredSample, magnitude: number): number =>
  squares <= 1e-27 * count * magnitude ? 0 : squares

/** Values that are there (not NaN) by their clusters: codes below `size`. */
export const clusterTotals = (
  values: Float64Array,
  clusterOf: ArrayLike<number>,
  size: number,
): ClusterTotals => {
  const totals = new Float64Array(size)
  const isThere = new Uint8Array(size)
  let [count, sum, magnitude] = [0, 0, 0]
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    count++
    sum += values[i]
    magnitude += values[i] * values[i]
  }
  const mean = sum / count
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    totals[clusterOf[i]] += values[i] - mean
    isThere[clusterOf[i]] = 1
  }
  let [clusters, squares] = [0, 0]
  for (let cluster = 0; cluster < size; cluster++) {
    clusters += isThere[cluster]
    squares += totals[cluster] * totals[cluster]
  }
  const sample = { count, mean: count > 0 ? mean : null, clusters, squares }
  return { sample: { ...sample, squares: withoutRounding(sample, magnitude) }, totals, isThere }
}

export const coupleOf = (a: ClusterTotals, b: ClusterTotals): ClusteredCouple => ({
  clusters: a.isThere.reduce((sum, one, cluster) => sum + (one | b.isThere[cluster]), 0),
  products: a.totals.reduce((sum, total, cluster) => sum + total * b.totals[cluster], 0),
})

/** Of whole numbers in clusters: Σ over clusters of total, total², total · size and size². */
export type ClusterSums = { sum: number; squares: number; bySize: number; sizes: number }

/** A sample of whole numbers from sums over its clusters. Exact in whole numbers: clusters that cancel leave 0. */
export const sampleOfClusters = (
  count: number,
  clusters: number,
  { sum, squares, bySize, sizes }: ClusterSums,
): ClusteredSample => {
  if (count === 0) return { count, mean: null, clusters, squares: 0 }
  const [n, total] = [BigInt(count), BigInt(sum)]
  // n² · Σ(total − size · mean)²
  const scaled = n * (n * BigInt(squares) - 2n * total * BigInt(bySize)) + total * total * BigInt(sizes)
  return { count, mean: sum / count, clusters, squares: Number(scaled) / count ** 2 }
}

/**
 * Squared standard error of a sample's mean; null below two clusters. With one value a cluster that of independent
 * ones. R: `vcovCL(lm(x ~ 1), cluster, type = 'HC1')`
 */
export const clusteredVariance = ({ count, clusters, squares }: ClusteredSample): number | null =>
  clusters < 2 ? null : ((clusters / (clusters - 1)) * squares) / count ** 2

/**
 * Squared standard error of the difference of two samples' means; null below two clusters, or three values.
 * R: `vcovCL(lm(c(a, b) ~ which), cluster, type = 'HC1')`
 */
export const clusteredDifferenceVariance = (
  a: ClusteredSample,
  b: ClusteredSample,
  { clusters, products }: ClusteredCouple,
): number | null => {
  const count = a.count + b.count
  if (clusters < 2 || count < 3) return null
  const squares = a.squares / a.count ** 2 + b.squares / b.count ** 2 - (2 * products) / (a.count * b.count)
  return (((clusters / (clusters - 1)) * (count - 1)) / (count - 2)) * Math.max(0, squares)
}

/**
 * Kish's design effect of a share (a sample of zeros and ones): its variance in clusters against that of as many
 * independent values. 1 with one value a cluster, and where all values are equal; null below two clusters.
 */
export const designEffect = (sample: ClusteredSample): number | null => {
  const { count, mean: share, clusters, squares } = sample
  if (share === null) return null
  if (clusters === count) return 1
  if (clusters < 2) return null
  if (share === 0 || share === 1) return 1
  return ((clusters / (clusters - 1)) * ((count - 1) / count) * squares) / (count * share * (1 - share))
}
