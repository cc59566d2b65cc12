/** What the `seal` of the package says before it starts a command, for threads and child processes, too. */
export const CALLED_AS_SEAL = process.env.SEAL_CALLED === 'true'

const asSeal = (text: string): string =>
  text.replaceAll('npm start', 'seal serve --demo').replaceAll(/npm run ([\w:\0]+)( --(?= |$))?/g, 'seal $1')

/**
 * A sentence that tells people what to run, written as in a clone, ``hint`npm run ingest -- pairs ${file}` ``, and read as they
 * have called what says it: `seal ingest pairs …` for those who have `seal`. What is put in stays as it is.
 */
export const hint = (texts: TemplateStringsArray, ...values: unknown[]): string => {
  const text = texts.join('\0')
  return String.raw({ raw: (CALLED_AS_SEAL ? asSeal(text) : text).split('\0') }, ...values)
}
