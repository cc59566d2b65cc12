import { exportCommand } from './commands/export.ts'
import { fail } from './fail.ts'

await exportCommand.parseAsync().catch(fail)
