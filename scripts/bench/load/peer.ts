/**
 * What the server is compared with, as a process of its own: `plain DATABASE_URL`, pairs by Pothos' Prisma plugin alone, or
 * `constant FILE`, a yoga server with this project's types whose answer is always the page in a file.
 */
import '../../../src/server/production.ts'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSchema, createYoga } from 'graphql-yoga'
import { openPrisma } from '../../../src/store/prisma.ts'
import { plainSchema } from './plain-schema.ts'

const [kind, source] = process.argv.slice(2)

const constantSchema = () => {
  const { dataset } = JSON.parse(readFileSync(source, 'utf8'))
  return createSchema({
    typeDefs: readFileSync('schema.graphql', 'utf8'),
    resolvers: { Query: { dataset: () => dataset } },
    resolverValidationOptions: { requireResolversForResolveType: 'ignore' },
  })
}

const schema = kind === 'plain' ? plainSchema(openPrisma(source)) : constantSchema()
const server = createServer(createYoga({ schema, graphiql: false, landingPage: false }))
// While it is busy with others' pages, one client's connection idles.
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  console.log(`GraphQL at http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)
})
process.once('SIGTERM', () => process.exit(0))
