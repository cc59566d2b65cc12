import { Command } from 'commander'

/** For commands that take no options: --help shows what they do, and anything else is wrong usage. */
export const noOptions = (command: string, description: string): void =>
  void new Command(`npm run ${command} --`)
    .description(description)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
    .parse()
