import { parse, type Spec, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import { compile, type TopLevelSpec } from 'vega-lite'
import { Handler } from 'vega-tooltip'
import type { PairFilter } from '../../generated/documents.ts'

/**
 * Draws a Vega-Lite specification into an element. A click on a mark whose datum has a PairFilter as `where` calls
 * `onSlice` with it.
 *
 * Vega's own expressions are interpreted: the page's content policy forbids `eval`.
 */
export const draw = async (
  container: HTMLElement,
  spec: unknown,
  onSlice: (where: PairFilter) => void,
): Promise<View> => {
  const vega: Spec = compile(spec as TopLevelSpec).spec
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
  return view.runAsync()
}
