/**
 * Writes the types of the page's documents from schema.graphql, and what it calls the figures; or with `--check` says
 * whether they are current.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Command } from 'commander'
import { Kind, type OperationDefinitionNode, parse } from 'graphql'
import { DEPENDS_ON_SCALE, DEPENDS_ON_ZERO } from '../src/domain/reward-units.ts'
import { FIGURES } from '../src/figures/figures.ts'

const { check } = new Command('npm run page:types --')
  .description("writes the types of the page's documents from schema.graphql")
  .option('--check', 'only says whether they are current')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ check?: boolean }>()
// They take a while to load.
const { codegen } = await import('@graphql-codegen/core')
const operations = await import('@graphql-codegen/typescript-operations')

const DIRECTORY = 'src/web/documents'
const GENERATED = 'src/web/generated'

const files = readdirSync(DIRECTORY).sort()
const documents = files.map((file) => {
  const location = path.join(DIRECTORY, file)
  return { location, document: parse(readFileSync(location, 'utf8')) }
})

/** `shift-imprints.graphql` becomes `shiftImprints`: its name and text, with the types of its answer and variables. */
const constants = documents.map(({ location, document }) => {
  const { name, operation } = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!
  const file = path.basename(location, '.graphql')
  const constant = file.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
  const type = `${name!.value}${operation[0].toUpperCase()}${operation.slice(1)}`
  return {
    before: `import ${constant}Text from '../documents/${file}.graphql'`,
    after: `export const ${constant}: Document<${type}, ${type}Variables> = { name: '${file}', text: ${constant}Text }`,
  }
})

const types = await codegen({
  filename: `${GENERATED}/documents.ts`,
  schema: parse(readFileSync('schema.graphql', 'utf8')),
  documents,
  plugins: [{ operations: {} }],
  pluginMap: { operations },
  config: { skipTypename: true, enumsAsTypes: true, defaultScalarType: 'unknown' },
})
const unitsOf = (about: string): string[] => [
  ...(about.includes(DEPENDS_ON_ZERO) ? ['zero'] : []),
  ...(about.includes(DEPENDS_ON_SCALE) ? ['scale'] : []),
]

const WRITTEN = '// Written by `npm run page:types`.'

const generated = {
  'documents.ts': [
    WRITTEN,
    ...constants.map(({ before }) => before),
    '',
    '/** A GraphQL document, by the name that the server knows it by, with the types of its answer and its variables. */',
    'export type Document<Answer, Variables> = {',
    '  name: string',
    '  text: string',
    '  types?(variables: Variables): Answer',
    '}',
    '',
    ...constants.map(({ after }) => after),
    '',
    types,
  ],
  'figures.ts': [
    WRITTEN,
    "import type { FigureName } from './documents.ts'",
    '',
    '/** What the figures are called, in their order. */',
    'export const FIGURE_TITLES: Record<FigureName, string> = {',
    ...Object.values(FIGURES).map(({ name, title }) => `  ${name}: ${JSON.stringify(title)},`),
    '}',
    '',
    '/** On what of the rewards, which is arbitrary, their numbers depend. */',
    "export const FIGURE_UNITS: Record<FigureName, ('zero' | 'scale')[]> = {",
    ...Object.values(FIGURES).map(({ name, about }) => `  ${name}: ${JSON.stringify(unitsOf(about))},`),
    '}',
    '',
  ],
}

for (const [name, lines] of Object.entries(generated)) {
  const file = path.join(GENERATED, name)
  const text = lines.join('\n')
  if (!check) {
    writeFileSync(file, text)
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what ${DIRECTORY}, schema.graphql and src/figures say: npm run page:types`)
    process.exitCode = 1
  }
}
