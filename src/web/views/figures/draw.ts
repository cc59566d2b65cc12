import { parse, type Spec, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'
import { Handler } from 'vega-tooltip'
import type { PairFilter } from '../../generated/documents.ts'
import { darkened } from './dark.ts'
import { type FigureSpec, fitted } from './fitted.ts'

/** Panels beside each other are enlarged as a whole: so much at most. */
const LARGEST = 1.35

type Drawn = {
  isDark: boolean
  /** A click on a mark whose datum has a PairFilter as `where`. */
  onSlice(where: PairFilter): void
}

/**
 * Draws a Vega-Lite specification into an element, as wide as that is.
 *
 * Vega's own expressions are interpreted: the page's content policy forbids `eval`.
 */
export const draw = async (
  container: HTMLElement,
  spec: FigureSpec,
  { isDark, onSlice }: Drawn,
): Promise<View> => {
  const inPlace = fitted(isDark ? darkened(spec) : spec, container.clientWidth)
  const vega: Spec = compile(inPlace as TopLevelSpec).spec
  const tooltip = new Handler({ disableDefaultStyle: true })
  const view = new View(parse(vega, undefined, { ast: true }), {
    container,
    renderer: 'svg',
    hover: true,
    expr: expressionInterpreter,
    tooltip: tooltip.call,
  })
  view.addEventListener('click', (_, item) => {
    const { where } = (item?.datum ?? {}) as { where?: string }
    if (where) onSlice(JSON.parse(where))
  })
  await view.runAsync()
  const svg = container.querySelector('svg')!
  if (inPlace.concat) {
    const width = Number(svg.getAttribute('width'))
    Object.assign(svg.style, {
      width: '100%',
      height: 'auto',
      minWidth: `${width}px`,
      maxWidth: `${LARGEST * width}px`,
    })
  }
  return view
}
