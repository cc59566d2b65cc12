/** `seal COMMAND …`, the package's `bin`: the commands that are `npm run COMMAND -- …` in a clone. */
import { Argument, Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { ABOUT, type CommandName } from './about.ts'
import { LOAD } from './commands/all.ts'
import { completionScript, SHELLS } from './completion.ts'
import { fail } from './fail.ts'

const isCommand = (word: string): word is CommandName => Object.hasOwn(ABOUT, word)

const completion = new Command('completion')
  .description('prints what lets a shell complete commands and options')
  .addArgument(new Argument('<shell>', 'which one it is').choices(SHELLS))
  .addHelpText('after', '\nIn ~/.bashrc: source <(seal completion bash)')
  .action(async (shell: (typeof SHELLS)[number]) => {
    const loaded = Object.entries(LOAD).map(async ([name, load]) => (await load()).name(name))
    console.log(completionScript(sealOf(await Promise.all(loaded)), shell))
  })

const sealOf = (commands: readonly Command[]): Command => {
  const seal = new Command('seal')
    .description('what reward models reward: audits of preference data, after the SEAL paper')
    .usage('COMMAND [options]')
    .version(manifest.version, '--version', 'show the version')
    .helpCommand('help [command...]', 'shows how a command is called')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  for (const command of [...commands, completion]) seal.addCommand(command.copyInheritedSettings(seal))
  return seal
}

/** Commands by their descriptions alone: what they take is loaded with the one that is called. */
const listed = Object.entries(ABOUT).map(([name, about]) => new Command(name).description(about))

const [first = '--help', ...rest] = process.argv.slice(2)
// `help ingest pairs` is `ingest pairs --help`.
const [word, ...parameters] = first === 'help' && rest.length > 0 ? [...rest, '--help'] : [first, ...rest]
const run = isCommand(word)
  ? (await LOAD[word]()).parseAsync(parameters, { from: 'user' })
  : sealOf(listed).parseAsync(word === 'completion' ? [word, ...parameters] : [word], { from: 'user' })
await run.catch(fail)
