import { clipped } from '../../domain/clipped.ts'
import { wrapped } from './text.ts'
import { GREY, panelTitle } from './theme.ts'
import type { Drawing, Panel } from './vega-lite.ts'

/** Of a reason, as wide as renderers without fonts take a character for, and as high as a line. */
const [CHARACTER, LINE] = [9, 15]

/** In place of a panel that has nothing to show: why. */
export const emptyPanel = (
  reason: string,
  { title, width, height }: { title?: string | readonly string[]; width: number; height: number },
): Panel => {
  const lines = wrapped(clipped(reason, 400), {
    width: Math.floor((width - 8) / CHARACTER),
    lines: Math.floor(height / LINE),
  })
  return {
    spec: {
      ...(title === undefined ? {} : { title: panelTitle(title) }),
      width,
      height,
      view: { stroke: '#CCCCCC' },
      data: { values: [{ reason: lines.join('\n') }] },
      mark: {
        type: 'text',
        color: GREY,
        fontStyle: 'italic',
        fontSize: 11,
        baseline: 'middle',
        lineBreak: '\n',
        lineHeight: LINE,
        dy: (-LINE * (lines.length - 1)) / 2,
        limit: width - 8,
      },
      encoding: { text: { field: 'reason', type: 'nominal' } },
    },
    params: [],
  }
}

/** In place of a whole figure that has nothing to show: why, once. */
export const emptyDrawing = ({ title }: Drawing, reason: string): Drawing => ({
  title,
  notes: [],
  ...emptyPanel(reason, { width: 460, height: 100 }),
})
