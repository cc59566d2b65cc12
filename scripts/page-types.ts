/** Writes the types of the page's documents from schema.graphql, or with `--check` says whether they are current. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { codegen } from '@graphql-codegen/core'
import * as operations from '@graphql-codegen/typescript-operations'
import { Kind, type OperationDefinitionNode, parse } from 'graphql'

const DIRECTORY = 'src/web/documents'
const FILE = 'src/web/generated/documents.ts'

const files = readdirSync(DIRECTORY).sort()
const documents = files.map((file) => {
  const location = path.join(DIRECTORY, file)
  return { location, document: parse(readFileSync(location, 'utf8')) }
})

/** `overview.graphql` becomes `overview`: its text, with the types of its answer and variables. */
const constants = documents.map(({ location, document }) => {
  const { name, operation } = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  )!
  const file = path.basename(location)
  const constant = file.replace('.graphql', '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
  const type = `${name!.value}${operation[0].toUpperCase()}${operation.slice(1)}`
  return {
    before: `import ${constant}Text from '../documents/${file}'`,
    after: `export const ${constant} = ${constant}Text as Document<${type}, ${type}Variables>`,
  }
})

const types = await codegen({
  filename: FILE,
  schema: parse(readFileSync('schema.graphql', 'utf8')),
  documents,
  plugins: [{ operations: {} }],
  pluginMap: { operations },
  config: { skipTypename: true, enumsAsTypes: true, defaultScalarType: 'unknown' },
})
const generated = [
  '// Written by `npm run page:types`.',
  ...constants.map(({ before }) => before),
  '',
  '/** The text of a GraphQL document that knows the types of its answer and its variables. */',
  'export type Document<Answer, Variables> = string & { types?(variables: Variables): Answer }',
  '',
  ...constants.map(({ after }) => after),
  '',
  types,
].join('\n')

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, generated)
} else if (readFileSync(FILE, 'utf8') !== generated) {
  console.error(`${FILE} is not what ${DIRECTORY} and schema.graphql say: npm run page:types`)
  process.exitCode = 1
}
