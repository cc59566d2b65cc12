/** `npm run label`: labels a dataset's entries with a language model. */
import { labelCommand } from './commands/label.ts'
import { fail } from './fail.ts'

await labelCommand.parseAsync().catch(fail)
