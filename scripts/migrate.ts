import { migrateCommand } from './commands/migrate.ts'
import { fail } from './fail.ts'

await migrateCommand.parseAsync().catch(fail)
