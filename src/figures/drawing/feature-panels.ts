import { clipped } from '../../domain/clipped.ts'
import { InvalidInput } from '../../domain/errors.ts'
import type { NamedFeature } from '../../domain/measure.ts'
import type { Regression, Term } from '../../metrics/regression-result.ts'
import { beside } from './beside.ts'
import { emptyPanel } from './empty.ts'
import { sharedReason } from './estimated-rows.ts'
import { type Checkpoint, type Line, linesDomain, overSteps } from './over-steps.ts'
import { estimated } from './regressions.ts'
import { FULL, wrapped } from './text.ts'
import type { Series } from './theme.ts'
import type { Panel } from './vega-lite.ts'

const COLUMNS = 4
const SIZE = { width: 165, height: 110 }
/** Of a panel's title: renderers without fonts take characters for wider than they are. */
const TITLE = { width: 20, lines: 2 }

/** A series and the regression of each checkpoint that its estimates are of. */
export type Regressed = { series: Series; regressions: readonly Regression[] }

const estimateOf = (regression: Regression | undefined, index: number): number | null =>
  regression?.terms[index].estimate ?? null

/** How far the estimate of a term is from where it began; what has none at an end comes last. */
const change = (regressions: readonly Regression[], index: number): number => {
  const [first, last] = [regressions.at(0), regressions.at(-1)].map((one) => estimateOf(one, index))
  return first === null || last === null ? -1 : Math.abs(last - first)
}

const featureOf = ({ name }: Term): number => name?.feature ?? -1

/** Which terms are drawn: those of the features that are wanted, else all, what changed most first. @throws InvalidInput */
const drawnTerms = (
  { regressions }: Regressed,
  wanted: readonly number[] | null,
  features: readonly NamedFeature[],
): number[] => {
  const terms = regressions.at(0)?.terms ?? []
  if (!wanted)
    return [...terms.keys()].sort((a, b) => change(regressions, b) - change(regressions, a) || a - b)
  return wanted.map((feature) => {
    const index = terms.findIndex((term) => featureOf(term) === feature)
    if (index >= 0 || terms.length === 0) return index
    throw new InvalidInput(
      `features: the regression has no "${features[feature].name}"; options.features says what it is on`,
    )
  })
}

/** A panel for each feature, all of one scale, in which the first series tells their order. */
export const featurePanels = (
  lines: readonly [Regressed, ...Regressed[]],
  checkpoints: readonly Checkpoint[],
  {
    features,
    wanted,
    level,
    y,
  }: {
    features: readonly NamedFeature[]
    wanted: readonly number[] | null
    level: number
    y: string
  },
): Panel => {
  const drawn = drawnTerms(lines[0], wanted, features).map((index) => ({
    title: wrapped(clipped(features[featureOf(lines[0].regressions[0].terms[index])].title, FULL), TITLE),
    lines: lines.map(
      ({ series, regressions }): Line => ({
        series,
        estimates: regressions.map(({ terms }) => estimated(series, terms[index], level)),
      }),
    ),
  }))
  const all = drawn.flatMap(({ lines }) => lines)
  const nothing = sharedReason(all.flatMap(({ estimates }) => estimates))
  if (nothing !== null) return emptyPanel(nothing, { width: 460, height: 100 })
  const domain = linesDomain(all, 0)
  return beside(
    drawn.map(({ title, lines }, at) =>
      overSteps(lines, checkpoints, {
        ...SIZE,
        name: `checkpoints${at}`,
        title,
        y: { title: at % COLUMNS === 0 ? y : null, domain },
        reference: 0,
      }),
    ),
    { columns: COLUMNS, none: 'there is no model, or no feature to regress on' },
  )
}
