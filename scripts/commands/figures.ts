/**
 * `npm run figures -- DATASET [--where JSON] [--url URL] [--to DIRECTORY]`: draws all figures of a dataset that a
 * running server has, as PNG, to be looked at.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import type { TopLevelSpec } from 'vega-lite'
import { SealError, Unavailable } from '../../src/domain/errors.ts'
import { address } from '../../src/imports/option-values.ts'
import { askServer } from '../graphql-server.ts'
import { program } from '../program.ts'

type Options = { url: string; where: unknown; to: string }

const QUERY = `query ($dataset: String!, $where: PairFilter, $name: FigureName!) {
  dataset(name: $dataset) { audit(where: $where) { figure(name: $name) } }
}`

type Data = { dataset: { audit: { figure: TopLevelSpec | null } | null } | null }

const draw = async (dataset: string, { url, where, to }: Options) => {
  let drawn = 0
  // Once there is something to do: help and wrong usage come at once.
  const { FIGURES } = await import('../../src/figures/figures.ts')
  const { render } = await import('../../src/server/figures/render.ts')
  const { pngOf } = await import('../../src/server/figures/png.ts')
  for (const name of Object.keys(FIGURES)) {
    const { data, errors = [] } = await askServer<Data>(url, {
      query: QUERY,
      variables: { dataset, where, name },
    })
    const figure = data?.dataset?.audit?.figure
    if (!figure) {
      const [{ message, path = [], extensions }] = [...errors, { message: `no dataset ${dataset}` }]
      // What is wrong with the request is so for all figures; a figure's own trouble is its own.
      if (!path.includes('figure')) throw new SealError(extensions?.code ?? 'NOT_FOUND', message)
      console.error(`${name}: ${message}`)
      continue
    }
    const svg = await render({ specification: figure, format: 'svg' })
    const png = await pngOf(svg as string)
    mkdirSync(to, { recursive: true })
    writeFileSync(`${to}/${name}.svg`, svg)
    writeFileSync(`${to}/${name}.png`, png)
    console.log(`${to}/${name}.png`)
    drawn++
  }
  if (drawn === 0) throw new Unavailable('no figure could be drawn')
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidArgumentError('It must be JSON.')
  }
}

export const figuresCommand = program('figures')
  .argument('<dataset>', 'its name')
  .option('--url <url>', 'of the server', address, 'http://127.0.0.1:4000/graphql')
  .option('--where <filter>', 'a PairFilter as JSON', json, null)
  .option('--to <directory>', 'where to write', '.tmp/figures')
  .action(draw)
