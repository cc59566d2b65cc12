import { datasetCommand } from './commands/dataset.ts'
import { fail } from './fail.ts'

await datasetCommand.parseAsync().catch(fail)
