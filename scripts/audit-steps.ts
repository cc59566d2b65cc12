import { hint } from '../src/domain/hint.ts'
import { shellWord } from '../src/domain/shell-word.ts'
import type { AuditStep } from '../src/pipeline/plan-audit.ts'
import { embedCommand } from './commands/embed.ts'
import { labelCommand } from './commands/label.ts'
import { scoreCommand } from './commands/score.ts'
import { argumentsOf } from './repeatable.ts'

const COMMANDS = { score: scoreCommand, embed: embedCommand, label: labelCommand }

/** The commands on a rewriter's entries: as they are typed, and what runs them. */
export const auditSteps = (
  plan: readonly AuditStep[],
  { dataset, rewriter, yes }: { dataset: string; rewriter: string; yes?: boolean },
): { text: string; run: () => Promise<void> }[] =>
  plan.map(({ command, options }) => {
    const whose = command === 'embed' ? '--rewriter' : '--variant'
    const asks = command !== 'score' && yes
    const parameters = [
      '--dataset',
      dataset,
      whose,
      rewriter,
      ...argumentsOf(options),
      ...(asks ? ['--yes'] : []),
    ]
    const text = hint`npm run ${command} -- ${parameters.map(shellWord).join(' ')}`
    const run = async () => {
      console.error(`> ${text}`)
      await COMMANDS[command].parseAsync(parameters, { from: 'user' })
    }
    return { text, run }
  })
