/** `npm run schema`: writes schema.graphql from the code. */
import { writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { noOptions } from './no-options.ts'

noOptions('schema', 'writes schema.graphql from the code')
// What the code imports is generated first.
await import('./prisma-clients.ts')
const { schema } = await import('../src/graphql/schema/index.ts')

writeFileSync('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`)
