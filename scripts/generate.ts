import { generateCommand } from './commands/generate.ts'
import { fail } from './fail.ts'

await generateCommand.parseAsync().catch(fail)
