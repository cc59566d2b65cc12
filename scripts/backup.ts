import { backupCommand } from './commands/backup.ts'
import { fail } from './fail.ts'

await backupCommand.parseAsync().catch(fail)
