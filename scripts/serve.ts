import { serveCommand } from './commands/serve.ts'
import { fail } from './fail.ts'

await serveCommand.parseAsync().catch(fail)
