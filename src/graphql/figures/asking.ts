import type { Preference } from '../../domain/preference.ts'
import type { Stage } from '../../domain/stage.ts'
import type { Answer, Arguments, Question } from '../../engine/questions.ts'
import type { FigureName } from '../../figures/figure-name.ts'
import type { Drawing } from '../../figures/vega-lite.ts'
import type { Effects } from '../../metrics/imprint.ts'
import type { Extent } from '../../metrics/lacking.ts'
import type { Link } from '../../metrics/misalignment.ts'
import type { RegressionOptions } from '../../metrics/regression-options.ts'
import type { Audit } from '../audit-scope.ts'

/** What a client can choose of a figure; each figure looks at what it needs. */
export type FigureArguments = {
  stage: Stage
  effects: Effects
  link: Link
  options: RegressionOptions
  preference: readonly Preference[]
  /** Names; null: the dataset's own. */
  models: readonly string[] | null
  with: readonly string[] | null
  rewriter: string | null
}

/** A figure's way to the metrics: the same questions as those of the audit's fields, so the same numbers. */
export type Asking = {
  audit: Audit
  args: FigureArguments
  ask<Q extends Question>(question: Q, args: Arguments<Q>, audit?: Audit): Promise<Answer<Q>>
}

/** Draws some of the figures. @throws NotFound, InvalidInput for arguments that can't be used */
export type Drawings<Name extends FigureName> = Record<Name, (asking: Asking) => Promise<Drawing>>

/** What the audit's slice is of. */
export const extentOf = async ({ audit, ask }: Asking): Promise<Extent> => {
  const { loaded, subject } = audit.scope
  const { pairCount, taxonomy } = loaded.frame
  return { pairs: await ask('pairs', {}), datasetPairs: pairCount, subject, taxonomy }
}

export const frameOf = ({ audit }: Asking) => audit.scope.loaded.frame
export const featuresOf = (asking: Asking) => frameOf(asking).taxonomy.features
