/** What the page knows of a Vega-Lite specification. */
export type FigureSpec = {
  title?: { text: string; subtitle?: string[] }
  width?: unknown
  concat?: { width?: number }[]
  columns?: number
  config?: object
  background?: string
  autosize?: object
  data?: { values?: { reason?: string }[] }
}

/** Why a figure has nothing to show: the server draws that in its place. */
export const emptyReasonOf = ({ data }: FigureSpec): string | null =>
  data?.values?.[0]?.reason?.replaceAll('\n', ' ') ?? null

/** Below it, panels stand one below the other. */
const NARROW = 640

const TEXT = { labelFontSize: 13, titleFontSize: 13 }

/** Names of rows may take so much of a narrow page, and what else an axis takes beside a panel. */
const [NAMES, TICKS] = [130, 70]

/** On a narrow page titles of axes may be longer than these, and legends stand below. */
const narrowConfig = (available: number): Config => ({
  axis: { labelLimit: NAMES },
  axisX: { titleAnchor: 'end', titleAlign: 'right', titleLimit: available },
  legend: { orient: 'bottom', direction: 'horizontal' },
})

type Config = Record<string, object>

const configOf = (config: Config, narrow: Config): Config => ({
  ...config,
  ...narrow,
  axis: { ...config.axis, ...TEXT, ...narrow.axis },
  legend: { ...config.legend, ...TEXT, ...narrow.legend },
})

/** Whether rows are named beside a panel. */
const haveNames = (panels: object[]): boolean => JSON.stringify(panels).includes('"labelExpr"')

/** Panels whose rows are all named: beside each other the first has the names for all. */
const named = <Panel extends object>(panels: Panel[]): Panel[] =>
  JSON.parse(JSON.stringify(panels), (key, value) => (key === 'labels' && value === false ? true : value))

/**
 * A specification as wide as its place on the page. Its title is text of the page; panels beside each other keep their widths,
 * and a narrow page has them below each other.
 */
export const fitted = ({ title: _, ...spec }: FigureSpec, available: number): FigureSpec => {
  const isNarrow = available < NARROW
  const shared = {
    ...spec,
    background: 'transparent',
    config: configOf((spec.config ?? {}) as Config, isNarrow ? narrowConfig(available) : {}),
  }
  const { concat } = spec
  if (!concat) return { ...shared, width: 'container', autosize: { type: 'fit-x', contains: 'padding' } }
  if (!isNarrow) return shared
  const width = available - TICKS - (haveNames(concat) ? NAMES : 0)
  return {
    ...shared,
    concat: named(concat).map((panel) =>
      panel.width === undefined ? panel : { ...panel, width: Math.min(panel.width, width) },
    ),
    columns: 1,
  }
}
