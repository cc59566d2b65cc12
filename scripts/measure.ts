import { measureCommand } from './commands/measure.ts'
import { fail } from './fail.ts'

await measureCommand.parseAsync().catch(fail)
