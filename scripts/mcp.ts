import { mcpCommand } from './commands/mcp.ts'
import { fail } from './fail.ts'

await mcpCommand.parseAsync().catch(fail)
