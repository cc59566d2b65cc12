import { defineConfig } from 'prisma/config'

// Generating a client needs no schema engine, but Prisma would download one: name any file that exists.
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma' })
