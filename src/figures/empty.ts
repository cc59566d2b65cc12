import { clipped } from './text.ts'
import { GREY, panelTitle } from './theme.ts'
import type { Panel } from './vega-lite.ts'

/** In place of a panel that has nothing to show: why. */
export const emptyPanel = (
  reason: string,
  { title, width, height }: { title?: string | readonly string[]; width: number; height: number },
): Panel => ({
  spec: {
    ...(title === undefined ? {} : { title: panelTitle(title) }),
    width,
    height,
    view: { stroke: '#CCCCCC' },
    data: { values: [{ reason: clipped(reason, 120) }] },
    mark: { type: 'text', color: GREY, fontStyle: 'italic', fontSize: 11, limit: width - 8 },
    encoding: { text: { field: 'reason', type: 'nominal' } },
  },
  params: [],
})
