import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { frameOf } from './frame/make-frame.ts'
import { collect, sourceOf } from './ingest/files.ts'

const ROOT = path.join(import.meta.dirname, '..')
/** A copy of the project's code, to which the page's examples are added. */
const COPY = path.join(ROOT, '.tmp/contributing')
const inCopy = (file: string) => path.join(COPY, file)

type Block = { kind: string; file: string; text: string }

const blocks = (): Block[] => {
  const page = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8')
  return [...page.matchAll(/^```(\w+) (\S+)\n(.*?)^```$/gms)].map(([, kind, file, text]) => ({
    kind,
    file,
    text,
  }))
}

/** Puts new lines behind the one that is shown before them, which must be there once, and takes out those that go. */
const patched = (code: string, patch: string, file: string): string => {
  const lines = code.split('\n')
  let at = -1
  for (const line of patch.trimEnd().split('\n')) {
    const [sign, text] = [line[0], line.slice(1)]
    if (sign === '+') lines.splice(++at, 0, text)
    else {
      const places = [...lines.keys()].filter((place) => lines[place] === text)
      expect(places, `${file} has this line once: ${text}`).toHaveLength(1)
      ;[at] = places
      if (sign === '-') lines.splice(at--, 1)
    }
  }
  return lines.join('\n')
}

beforeAll(() => {
  rmSync(COPY, { recursive: true, force: true })
  mkdirSync(COPY, { recursive: true })
  cpSync(path.join(ROOT, 'src'), inCopy('src'), {
    recursive: true,
    filter: (source) => !source.includes(`${path.sep}web${path.sep}`),
  })
  for (const { kind, file, text } of blocks()) {
    writeFileSync(
      inCopy(file),
      kind === 'ts' ? text : patched(readFileSync(inCopy(file), 'utf8'), text, file),
    )
  }
})

const load = (file: string) => import(/* @vite-ignore */ inCopy(file))

describe('CONTRIBUTING.md', () => {
  it('has examples that compile, in the style of the code', () => {
    const options = { extends: '../../tsconfig.json', files: [], include: ['src'], exclude: ['src/web'] }
    writeFileSync(inCopy('tsconfig.json'), JSON.stringify(options))
    execFileSync('npx', ['tsc', '-p', COPY], { cwd: ROOT, stdio: 'pipe' })
    for (const { kind, file, text } of blocks()) {
      if (kind !== 'ts') continue
      const formatted = execFileSync('npx', ['biome', 'format', '--stdin-file-path', file], {
        cwd: ROOT,
        input: text,
      })
      expect(formatted.toString(), file).toBe(text)
    }
  })

  it('a metric is answered, a condition selects, and clients see both', async () => {
    const [{ compute }, { pairsOf }, { spaceOfFrame }, { select }, { conditionOf }] = await Promise.all(
      [
        'metrics/metrics',
        'pairs/columns/pairs',
        'pairs/columns/spaces',
        'pairs/columns/condition',
        'audit/condition',
      ].map((file) => load(`src/${file}.ts`)),
    )
    const labels = { chosen: { is_helpful: 1 }, rejected: { is_helpful: 0 } }
    const frame = frameOf([
      { rowId: 1, post: [3, 1], labels },
      { rowId: 2, post: [1, 5] },
      { rowId: 3, post: [4, 3], labels },
    ])
    const space = spaceOfFrame(frame)
    const model = { index: frame.defaults.post, called: 'POST' }
    const marginIn = (where: object | null) =>
      compute('margin', { pairs: pairsOf({ space, rows: select(space, where) }), other: null }, { model })
    expect(await marginIn(null)).toEqual({ pairs: 3, mean: -1 / 3, median: 1, reason: null })
    const labeled = conditionOf({ labeled: true }, frame.defaults, frame)
    expect(await marginIn(labeled)).toEqual({ pairs: 2, mean: 1.5, median: 1.5, reason: null })

    const { schema } = await load('src/graphql/schema/index.ts')
    const types = schema.getTypeMap()
    expect(Object.keys(types.MarginSummary.getFields()).sort()).toEqual(['mean', 'median', 'pairs', 'reason'])
    expect(types.Audit.getFields().margin.args[0].name).toBe('stage')
    expect(types.PairFilter.getFields().labeled.description).toContain('said anything')
    expect(types.FigureName.getValue('ALIGNMENT')).toBeDefined()
  })

  it('a figure draws what it asks for', async () => {
    const { FIGURES } = await load('src/figures/figures.ts')
    const score = { pairs: 4, aligned: 3, score: 0.75, resistance: 0.25, reason: null }
    const draw = await FIGURES.ALIGNMENT.asked({ args: {}, ask: async () => score })
    const extent = {
      pairs: 4,
      datasetPairs: 4,
      models: 2,
      taxonomy: { priority: [] },
      subject: { pre: 0, post: 1, labeler: -1 },
    }
    expect(JSON.stringify(draw({ extent, features: [] }))).toContain('0.75')
  })

  it('a format is read, and what is no pair of it is rejected', async () => {
    const [{ readPairs }, { detectFormat }] = await Promise.all(
      ['read-pairs', 'detect-format'].map((file) => load(`src/ingest/${file}.ts`)),
    )
    const row = (preference: number) => ({
      instruction: 'hi',
      output_1: 'hello',
      output_2: 'go away',
      preference,
      annotator: 'a',
    })
    const format = detectFormat([row(1)], 'f')
    expect(format.name).toBe('alpaca-farm')
    const lines = [row(1), row(3)].map((one) => `${JSON.stringify(one)}\n`).join('')
    const read = await collect(readPairs(format, await sourceOf(lines), {}).rows)
    expect(JSON.stringify(read)).toContain('Assistant: hello')
    expect(JSON.stringify(read)).toContain('"annotator":"a"')
    expect(JSON.stringify(read)).toContain('it must be 1 or 2')
  })

  it('a server that scores is one that can be chosen', async () => {
    const { HTTP_FORMATS } = await load('src/score/http-formats.ts')
    expect(HTTP_FORMATS).toContain('vllm-score')
  })
})
