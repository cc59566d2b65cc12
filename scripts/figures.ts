import { figuresCommand } from './commands/figures.ts'
import { fail } from './fail.ts'

await figuresCommand.parseAsync().catch(fail)
