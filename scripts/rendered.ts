import { Resvg } from '@resvg/resvg-js'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

/** A Vega-Lite specification as pictures. */
export const rendered = async (figure: TopLevelSpec): Promise<{ svg: string; png: Buffer }> => {
  const svg = await new vega.View(vega.parse(compile(figure).spec), { renderer: 'none' }).toSVG()
  return { svg, png: new Resvg(svg, { fitTo: { mode: 'zoom', value: 1.5 } }).render().asPng() }
}
