/** `npm run migration -- NAME`: writes the SQL from the last migrated schema to prisma/schema.prisma, for both databases. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { postgresSchema } from './prisma-schemas.ts'

const MIGRATIONS = 'prisma/migrations'
/** The schema that the committed migrations lead to. */
const MIGRATED = `${MIGRATIONS}/schema.prisma`

const checked = (name: string) => {
  if (/^[a-z0-9_]+$/.test(name)) return name
  throw new InvalidArgumentError('It must be of lower case letters, digits and _.')
}
const [name] = new Command('npm run migration --')
  .description('writes the SQL from the last migrated schema to prisma/schema.prisma, for both databases')
  .argument('<name>', 'of the migration', checked)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse().processedArgs as [string]
const { schemaDiff } = await import('./schema-diff.ts')

const schema = readFileSync('prisma/schema.prisma', 'utf8')
const migrated = existsSync(MIGRATED) ? readFileSync(MIGRATED, 'utf8') : null
const asIs = (text: string) => text
for (const [provider, derive] of [
  ['sqlite', asIs],
  ['postgresql', postgresSchema],
] as const) {
  const sql = await schemaDiff(migrated === null ? null : derive(migrated), derive(schema))
  const directory = `${MIGRATIONS}/${provider}`
  mkdirSync(directory, { recursive: true })
  const number = String(readdirSync(directory).length + 1).padStart(4, '0')
  mkdirSync(`${directory}/${number}_${name}`)
  writeFileSync(`${directory}/${number}_${name}/migration.sql`, sql)
}
writeFileSync(MIGRATED, schema)
