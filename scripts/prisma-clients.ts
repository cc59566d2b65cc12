/** Generates both Prisma clients and Pothos' types from prisma/schema.prisma, unless they are current. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { postgresSchema } from './prisma-schemas.ts'

const DIRECTORY = 'src/store/generated'
const STAMP = `${DIRECTORY}/.stamp`

const sources = ['prisma/schema.prisma', 'scripts/prisma-schemas.ts', 'node_modules/prisma/package.json']
const digest = createHash('sha256')
for (const file of sources) digest.update(readFileSync(file))
const stamp = digest.digest('hex')

if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp) {
  mkdirSync(DIRECTORY, { recursive: true })
  const derived = `${DIRECTORY}/postgresql.prisma`
  writeFileSync(derived, postgresSchema(readFileSync('prisma/schema.prisma', 'utf8')))
  for (const schema of ['prisma/schema.prisma', derived]) {
    execFileSync('node_modules/.bin/prisma', ['generate', '--schema', schema], {
      stdio: 'pipe',
    })
  }
  writeFileSync(STAMP, stamp)
}
