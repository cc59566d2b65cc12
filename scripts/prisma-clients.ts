/** Generates both Prisma clients and Pothos' types from prisma/schema.prisma, unless they are current. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { noOptions } from './no-options.ts'
import { postgresSchema } from './prisma-schemas.ts'

noOptions('prepare:clients', "generates Prisma's clients from prisma/schema.prisma, unless they are current")

const DIRECTORY = 'src/store/generated'
const BIN = 'node_modules/.bin'
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
    // Its generators are programs that it looks for on the path.
    const env = { ...process.env, PATH: [path.resolve(BIN), process.env.PATH].join(path.delimiter) }
    execFileSync(`${BIN}/prisma`, ['generate', '--schema', schema], { stdio: 'pipe', env })
  }
  writeFileSync(STAMP, stamp)
}
