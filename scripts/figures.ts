/**
 * `npm run figures -- DATASET [--where JSON] [--url URL] [--to DIRECTORY]`: draws all figures of a dataset that a
 * running server has, as PNG, to be looked at.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { Resvg } from '@resvg/resvg-js'
import { Command } from 'commander'
import * as vega from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'
import { FIGURES } from '../src/figures/figure-name.ts'

type Options = { url: string; where: string; to: string }

const QUERY = `query ($dataset: String!, $where: PairFilter, $name: FigureName!) {
  dataset(name: $dataset) { audit(where: $where) { figure(name: $name) } }
}`

type Answer = {
  data?: { dataset: { audit: { figure: TopLevelSpec } } | null } | null
  errors?: { message: string }[]
}

/** From the environment alone: what is typed into a command is there for others to see. */
const { SEAL_TOKEN: token } = process.env
const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}

const draw = async (dataset: string, { url, where, to }: Options) => {
  mkdirSync(to, { recursive: true })
  for (const name of Object.keys(FIGURES)) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ query: QUERY, variables: { dataset, where: JSON.parse(where), name } }),
    })
    const { data, errors } = (await response.json()) as Answer
    const figure = data?.dataset?.audit.figure
    if (!figure) {
      console.error(`${name}: ${errors?.[0].message ?? `no dataset ${dataset}`}`)
      continue
    }
    const { spec } = compile(figure)
    const svg = await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG()
    writeFileSync(`${to}/${name}.svg`, svg)
    writeFileSync(
      `${to}/${name}.png`,
      new Resvg(svg, { fitTo: { mode: 'zoom', value: 1.5 } }).render().asPng(),
    )
    console.log(`${to}/${name}.png`)
  }
}

await new Command('npm run figures --')
  .description('Draws all figures of a dataset that a running server has.')
  .argument('<dataset>')
  .option('--url <url>', 'of the server', 'http://127.0.0.1:4000/graphql')
  .option('--where <filter>', 'a PairFilter as JSON', 'null')
  .option('--to <directory>', 'where to write', '.tmp/figures')
  .action(draw)
  .parseAsync()
