import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const COMPILER = path.resolve('node_modules/relay-compiler/cli.js')

const COMPONENT = `graphql\`
  query pageQuery($name: String!, $first: Int!, $after: String) {
    dataset(name: $name) { ...page_pairs ...page_slow @defer(label: "slow") }
  }
\`
graphql\`
  fragment page_pairs on Dataset @refetchable(queryName: "pageMoreQuery") {
    pairs(first: $first, after: $after) @connection(key: "page_pairs") { edges { node { rowId prompt } } }
  }
\`
graphql\`fragment page_slow on Dataset { audit { alignment { score } } }\`
graphql\`query pageRowsQuery($ids: [ID!]!) { nodes(ids: $ids) { ... on Pair { rowId dataset { name } } } }\`
`

it('relay-compiler takes the schema that is committed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seal-relay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(path.join(folder, 'src'))
  cpSync('schema.graphql', path.join(folder, 'schema.graphql'))
  writeFileSync(path.join(folder, 'src', 'page.js'), COMPONENT)
  const config = { src: './src', schema: './schema.graphql', language: 'javascript', eagerEsModules: true }
  writeFileSync(path.join(folder, 'relay.config.json'), JSON.stringify(config))
  execFileSync(process.execPath, [COMPILER, 'relay.config.json'], { cwd: folder, encoding: 'utf8' })
  const compiled = readFileSync(path.join(folder, 'src/__generated__/pageQuery.graphql.js'), 'utf8')
  expect(compiled).toContain('@defer(label')
  expect(compiled, 'the store knows audits by their ids').toContain('score\\n    }\\n    id')
})
