import { labelCommand } from './commands/label.ts'
import { fail } from './fail.ts'

await labelCommand.parseAsync().catch(fail)
