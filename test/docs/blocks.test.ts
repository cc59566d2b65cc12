import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { parseTaxonomy } from '../../src/ingest/taxonomy.ts'
import { blocksOf, GUIDE, PAGES, textOf } from '../pages.ts'

const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const CHECKS: Record<string, (code: string) => void> = {
  graphql: (code) => expect(validate(schema, parse(code))).toEqual([]),
  json: (code) => void JSON.parse(code),
  yaml: (code) => void parseYaml(code),
}

describe.each(GUIDE)('%s', (page) => {
  const blocks = blocksOf(page)

  it('has blocks that are run or shown', () => {
    const languages = ['sh', 'python', 'text', ...Object.keys(CHECKS)]
    expect(blocks.filter(({ language }) => !languages.includes(language))).toEqual([])
    expect(textOf(page).match(/^```/gm) ?? []).toHaveLength(2 * blocks.length)
  })

  it.each(blocks.filter(({ language }) => language in CHECKS))(
    'has $language that is right: $code',
    (block) => {
      CHECKS[block.language](block.code)
    },
  )

  it.each(blocks.filter(({ info }) => info))('$info runs what it does not', ({ info }) => {
    expect(readFileSync(info, 'utf8')).toContain(page)
  })
})

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))

describe.each(PAGES)('%s', (page) => {
  it('names npm scripts that there are', () => {
    for (const [, name] of textOf(page).matchAll(/npm run (?:-s )?(\w[\w:-]*)/g))
      expect(scripts).toHaveProperty(name)
  })
})

it('the taxonomy of scripts/docs/data.md can be given', () => {
  const { code } = blocksOf('scripts/docs/data.md').find(({ code }) => code.includes('"features"'))!
  const { taxonomy } = parseTaxonomy(JSON.parse(code), 'taxonomy.json')
  expect(taxonomy?.features.map(({ name }) => name)).toEqual(['is_jargon'])
})
