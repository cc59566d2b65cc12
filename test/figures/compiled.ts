import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { expect } from 'vitest'
import { FIGURES, type FigureName } from '../../src/figures/figures.ts'
import { pngOf } from '../../src/server/figures/png.ts'

export const NAMES = Object.keys(FIGURES) as FigureName[]

const schema = createRequire(import.meta.url)('vega-lite/vega-lite-schema.json')
const isVegaLite = new Ajv({ strict: false, validateFormats: false }).compile(schema)

/** Remembers what Vega complains of. */
const listening = (complaints: unknown[][]): vega.LoggerInterface => {
  const logger: vega.LoggerInterface = {
    level: (() => logger) as vega.LoggerInterface['level'],
    error: (...complaint) => {
      complaints.push(complaint)
      return logger
    },
    warn: (...complaint) => {
      complaints.push(complaint)
      return logger
    },
    info: () => logger,
    debug: () => logger,
  }
  return logger
}

export type Compiled = { vega: vega.Spec; svg: string }

/** A specification as Vega draws it: it must be as Vega-Lite's own schema says, and nothing may be warned of. */
export const compiled = async (specification: unknown): Promise<Compiled> => {
  isVegaLite(specification)
  expect(isVegaLite.errors ?? []).toEqual([])
  const complaints: unknown[][] = []
  const logger = listening(complaints)
  const { spec } = compile(specification as TopLevelSpec, { logger })
  const view = new vega.View(vega.parse(spec), { renderer: 'none', logger })
  const svg = await view.toSVG()
  view.finalize()
  expect(complaints).toEqual([])
  // Throws on what is no XML.
  await pngOf(svg)
  return { vega: spec, svg }
}

/** The texts that a drawn figure shows. */
export const textsIn = ({ svg }: Compiled): string[] =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text)
