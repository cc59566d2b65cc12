import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { pngOf } from './png.ts'

const refuse = async () => {
  throw new Error('a figure has all its data inside')
}

/** A specification as an image. Nothing is fetched for it, from nowhere. Slow: not for the event loop. */
export const render = async ({
  specification,
  format,
}: {
  specification: TopLevelSpec
  format: 'svg' | 'png'
}): Promise<string | Uint8Array> => {
  // Ids within an image are counted through all images: the same one shall be the same again.
  vega.resetSVGDefIds()
  const view = new vega.View(vega.parse(compile(specification).spec), {
    renderer: 'none',
    logLevel: vega.Error,
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
  })
  const svg = await view.toSVG().finally(() => view.finalize())
  return format === 'svg' ? svg : pngOf(svg)
}
