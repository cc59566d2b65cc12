/** `npm run schema`: writes schema.graphql and objectives.schema.json from the code. */
import { writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { noOptions } from './no-options.ts'

noOptions('schema', 'writes schema.graphql and objectives.schema.json from the code')
// What the code imports is generated first.
await import('./prisma-clients.ts')
const { schema } = await import('../src/graphql/schema/index.ts')
const { objectivesFileType } = await import('../src/objective-files/file-type.ts')
const { printJsonSchema } = await import('../src/objective-files/json-schema.ts')

writeFileSync('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`)
writeFileSync('objectives.schema.json', printJsonSchema(objectivesFileType(schema)))
