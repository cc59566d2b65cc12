/** What labels cost says a command, to its last option: names in it may be any. */
const COMMAND = /(?:npm run label --|seal label) .*--dry-run/s

/** A sentence with a command in it, in three parts; null where it has none. */
export const commandIn = (sentence: string): { before: string; command: string; after: string } | null => {
  const found = COMMAND.exec(sentence)
  if (!found) return null
  const [command] = found
  return {
    before: sentence.slice(0, found.index),
    command,
    after: sentence.slice(found.index + command.length),
  }
}
