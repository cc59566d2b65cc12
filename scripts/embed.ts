/** `npm run embed`: how similar a rewriter's entries are to the originals, by an embedding model. */
import { embedCommand } from './commands/embed.ts'
import { fail } from './fail.ts'

await embedCommand.parseAsync().catch(fail)
