import { Command } from 'commander'
import { hint } from '../src/domain/hint.ts'
import { ABOUT, type CommandName } from './about.ts'

const EXIT_CODES = '0 when it is done, 1 when it failed, 2 for wrong usage'

/** A command as people call it; its help ends with what its exit codes mean. */
export const program = (name: CommandName, exitCodes = EXIT_CODES): Command =>
  new Command(hint`npm run ${name} --`)
    .description(ABOUT[name])
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .showHelpAfterError()
    .addHelpText('afterAll', `\nExit code: ${exitCodes}`)
