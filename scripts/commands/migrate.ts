/** `npm run migrate`: brings the database to the committed migrations. Several at once are safe. */

import { migrate } from '../../src/store/migrate.ts'
import { openConfigured } from '../../src/store/sql/open.ts'
import { readConfigured } from '../configured.ts'
import { program } from '../program.ts'

const run = async () => {
  const connection = await openConfigured(readConfigured().databaseUrl)
  try {
    const applied = await migrate(connection)
    for (const name of applied) console.log(`applied ${name}`)
    if (applied.length === 0) console.log('the database has all migrations already')
  } finally {
    await connection.close()
  }
}

export const migrateCommand = program('migrate').action(run)
