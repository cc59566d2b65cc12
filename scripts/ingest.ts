import { ingestCommand } from './commands/ingest.ts'
import { fail } from './fail.ts'

await ingestCommand.parseAsync().catch(fail)
