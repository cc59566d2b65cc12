/** `npm run rewrite`: rewrites a dataset's entries with a language model. */
import { rewriteCommand } from './commands/rewrite.ts'
import { fail } from './fail.ts'

await rewriteCommand.parseAsync().catch(fail)
