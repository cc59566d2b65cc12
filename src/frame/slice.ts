import type { View } from './view.ts'

/** Some pairs of a dataset as one audit sees them: what every metric is computed on. `rows` ascend. */
export type Slice = { view: View; rows: Int32Array }
