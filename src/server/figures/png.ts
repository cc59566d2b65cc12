import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { UNDRAWABLE } from './undrawable.ts'

const { resolve } = createRequire(import.meta.url)

/** Pixels per unit of the specification: sharp on paper and on screens of high density. */
const ZOOM = 2

/** A server may have no fonts: these come along. */
const readFonts = () =>
  ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
    readFileSync(resolve(`dejavu-fonts-ttf/ttf/${file}`)),
  )

let fonts: Promise<Uint8Array[]> | undefined
const loaded = () => {
  fonts ??= initWasm(readFileSync(resolve('@resvg/resvg-wasm/index_bg.wasm'))).then(readFonts)
  return fonts
}

/** An SVG as PNG. WebAssembly, so that a defect of the library ends the drawing, not the process. @throws Error UNDRAWABLE */
export const pngOf = async (svg: string): Promise<Uint8Array> => {
  const font = { fontBuffers: await loaded(), defaultFontFamily: 'DejaVu Sans' }
  try {
    const image = new Resvg(svg, { fitTo: { mode: 'zoom', value: ZOOM }, font })
    const pixels = image.render()
    const png = pixels.asPng()
    pixels.free()
    image.free()
    return png
  } catch (cause) {
    throw cause instanceof WebAssembly.RuntimeError ? new Error(UNDRAWABLE, { cause }) : cause
  }
}
