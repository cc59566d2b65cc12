import { AFTER, BEFORE, type Stage } from '../../domain/stage.ts'
import type { Spec } from './vega-lite.ts'

/** Okabe and Ito's palette: told apart with any colour vision. Never without a second difference. */
export const PALETTE = {
  black: '#000000',
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermillion: '#D55E00',
  purple: '#CC79A7',
} as const

export const GREY = '#767676'
export const PALE = '#E8E8E8'

/** What is drawn in one look: its name in the legend, and three ways to know it. */
export type Series = { name: string; color: string; shape: string; dash: readonly number[] }

const SOLID = [1, 0]

export const CHOSEN: Series = { name: 'chosen entry', color: PALETTE.blue, shape: 'circle', dash: SOLID }
export const REJECTED: Series = {
  name: 'rejected entry',
  color: PALETTE.vermillion,
  shape: 'square',
  dash: [4, 2],
}
export const HUMAN: Series = { name: 'people', color: PALETTE.orange, shape: 'square', dash: [1, 2] }
export const MODELS: Record<Stage, Series> = {
  [BEFORE]: { name: 'pre model', color: PALETTE.purple, shape: 'diamond', dash: [4, 2] },
  [AFTER]: { name: 'post model', color: PALETTE.green, shape: 'circle', dash: SOLID },
}
export const GAINED: Series = { name: 'gained', color: PALETTE.blue, shape: 'triangle-up', dash: SOLID }
export const LOST: Series = { name: 'lost', color: PALETTE.orange, shape: 'triangle-down', dash: [4, 2] }
export const AGREEMENT: Series = { name: 'agreement', color: PALETTE.blue, shape: 'circle', dash: SOLID }
export const DIFFERENCE: Series = {
  name: 'difference',
  color: PALETTE.black,
  shape: 'circle',
  dash: SOLID,
}
export const KAPPA: Series = { name: 'Cohen’s kappa', color: PALETTE.orange, shape: 'diamond', dash: SOLID }

/** A scale from the names of series to one of their looks. */
export const scaleOf = (series: readonly Series[], look: 'color' | 'shape' | 'dash'): Spec => ({
  domain: series.map(({ name }) => name),
  range: series.map((one) => one[look]),
})

/** Of an axis, in pixels. Renderers without fonts take a character for wider than it is. */
const LABEL_LIMIT = 290

export const CONFIG: Spec = {
  background: 'white',
  font: 'Helvetica, Arial, sans-serif',
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'bounds',
    fontSize: 15,
    subtitleFontSize: 11,
    subtitleColor: '#555555',
    subtitlePadding: 4,
    subtitleLineHeight: 14,
    offset: 12,
    limit: 1000,
  },
  axis: {
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    gridColor: PALE,
    labelLimit: LABEL_LIMIT,
  },
  legend: {
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
    symbolSize: 80,
    labelLimit: LABEL_LIMIT,
  },
}

/** Vega draws no title with the name of what every object has, such as `constructor`: it gets a space without width. */
const drawable = (text: string): string => (text in {} ? `${text}\u200b` : text)

/** Of a panel's own title, within a figure; lines after the first are smaller. */
export const panelTitle = (lines: string | readonly string[]): Spec => {
  const [text, ...subtitle] = (typeof lines === 'string' ? [lines] : lines).map(drawable)
  return {
    text,
    ...(subtitle.length > 0 ? { subtitle } : {}),
    fontSize: 12,
    frame: 'group',
    limit: 500,
    offset: 6,
  }
}
