import { scoreCommand } from './commands/score.ts'
import { fail } from './fail.ts'

await scoreCommand.parseAsync().catch(fail)
