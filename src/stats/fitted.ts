import type { Clusters } from './clusters.ts'
import { type ErrorType, isClustered, robustCovariance } from './covariance.ts'
import type { Design } from './design.ts'
import type { GroupedResponse } from './grouped-response.ts'
import type { Fit } from './least-squares.ts'
import type { TermStatus } from './term-status.ts'

/** What a regression is made of. */
export type Observed = {
  design: Design
  response: GroupedResponse
  clusters: Clusters
  /** How many intercepts were taken out of design and response, each by its mean; left out: none. */
  absorbed?: number
}

/** A fit on the columns that were left: `kept[i]` is the design's column of the i-th one. */
export type Fitted = { kept: number[]; design: Design; response: GroupedResponse; fit: Fit }

/** What is known of a regression as a whole; null where it is undefined. */
export type GoodnessOfFit = {
  residualDegreesOfFreedom: number
  rSquared: number | null
  logLikelihood: number | null
  deviance: number | null
  converged: boolean
  iterations: number
  warnings: string[]
}

/** A fit with what it says of the whole. `status` is by the columns of the whole design. */
export type Outcome = GoodnessOfFit & { status: TermStatus[]; fitted: Fitted }

/** The covariance of a fit's coefficients, as the design stores its columns; null where nothing tells. */
export const covarianceOf = (
  { design, response, fit }: Fitted,
  errors: ErrorType,
  clusters: Clusters,
): Float64Array | null => {
  if (fit.observations <= fit.width + fit.absorbed) return null
  if (errors === 'IID') return fit.bread.map((value) => value * fit.dispersion)
  if (isClustered(errors) && clusters.count < 2) return null
  return robustCovariance(errors, design, response, fit, clusters)
}
