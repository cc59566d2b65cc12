import { rewriteCommand } from './commands/rewrite.ts'
import { fail } from './fail.ts'

await rewriteCommand.parseAsync().catch(fail)
