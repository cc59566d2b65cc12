import { emptyPanel } from './empty.ts'
import type { Panel } from './vega-lite.ts'

export type Arrangement = {
  columns: number
  /** 'independent' gives each panel a legend of its own. */
  looks?: 'shared' | 'independent'
  /** What to say when there is no panel. */
  none?: string
}

/** Panels in rows of some columns. */
export const beside = (
  panels: readonly Panel[],
  { columns, looks = 'shared', none = '' }: Arrangement,
): Panel =>
  panels.length === 0
    ? emptyPanel(none, { width: 400, height: 100 })
    : {
        spec: {
          concat: panels.map(({ spec }) => spec),
          columns,
          ...(looks === 'shared'
            ? {}
            : { resolve: { scale: { color: looks, shape: looks, strokeDash: looks } } }),
        },
        params: panels.flatMap(({ params }) => params),
      }
