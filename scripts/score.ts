/** `npm run score`: rewards for the entries of a dataset that have none, by a model of one's own. */
import { scoreCommand } from './commands/score.ts'
import { fail } from './fail.ts'

await scoreCommand.parseAsync().catch(fail)
