import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

/** A server may have no fonts: these come along. */
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}`),
)

/** Pixels per unit of the specification: sharp on paper and on screens of high density. */
const ZOOM = 2

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
  if (format === 'svg') return svg
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' }
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM }, font }).render().asPng()
}
