import { tokenCommand } from './commands/token.ts'
import { fail } from './fail.ts'

await tokenCommand.parseAsync().catch(fail)
