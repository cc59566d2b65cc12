import { embedCommand } from './commands/embed.ts'
import { fail } from './fail.ts'

await embedCommand.parseAsync().catch(fail)
