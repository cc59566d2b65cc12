import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ingestSealSmall, shared } from '../graphql/ask.ts'
import { compiled, NAMES } from './compiled.ts'

const QUERY = `query ($name: FigureName!, $where: PairFilter) {
  dataset(name: "seal-small") { audit(where: $where) { figure(name: $name) } }
}`

/** An object or list of plain values takes one line. */
const readable = (specification: unknown): string =>
  `${JSON.stringify(specification, null, 1).replace(/[[{][^[\]{}]*[\]}]/g, (plain) => plain.replace(/\s+/g, ' '))}\n`

describe('figures of seal-small', () => {
  const asking = shared(ingestSealSmall)
  const figure = async (name: string, where: object | null = null) =>
    (await asking.ask(QUERY, { name, where })).dataset.audit.figure

  it.each(NAMES)('%s is what it was, and Vega-Lite draws it without a warning', async (name) => {
    const specification = await figure(name)
    await compiled(specification)
    await expect(readable(specification)).toMatchFileSnapshot(`snapshots/${name}.json`)
  })

  const slices = {
    'no pair': { rowId: { lte: -1 } },
    'one pair': { rowId: { gte: 4, lte: 4 } },
    'two pairs': { rowId: { gte: 4, lte: 5 } },
    'three pairs': { rowId: { gte: 4, lte: 6 } },
    'a topic': { topic: ['Health and fitness'], not: { preference: ['INDIFFERENT'] } },
    'one regime': { regime: ['REVERSED_ALIGNMENT'] },
  }
  it.each(Object.entries(slices))('%s has all of them', async (_, where) => {
    for (const name of NAMES) {
      const specification = await figure(name, where)
      const { svg } = await compiled(specification)
      expect(svg, name).not.toMatch(/NaN|undefined|Infinity|\[object/)
    }
  })
})

describe('the room', () => {
  const room = path.join(import.meta.dirname, '../../src/figures')
  const codeOf = (directory: string) =>
    readdirSync(directory, { withFileTypes: true }).flatMap(({ name }) =>
      name.endsWith('.ts') ? [[name, readFileSync(path.join(directory, name), 'utf8')]] : [],
    )

  it('has nothing but types of metrics where it draws: that computes nothing', () => {
    for (const [file, code] of codeOf(path.join(room, 'drawing'))) {
      expect(code, file).not.toMatch(/^import (?!type )[^']*'[./]*\/metrics\//m)
    }
  })

  it('has nothing but types of the engine', () => {
    for (const [file, code] of codeOf(room)) {
      expect(code, file).not.toMatch(/^import (?!type )[^']*'[./]*\/engine\//m)
    }
  })
})
