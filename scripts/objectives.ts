import { objectivesCommand } from './commands/objectives.ts'
import { fail } from './fail.ts'

await objectivesCommand.parseAsync().catch(fail)
