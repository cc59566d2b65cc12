/** Written into the page by a server that was started by `seal`. */
const CALLED_AS_SEAL = globalThis.document?.documentElement.dataset.called === 'seal'

const asSeal = (text: string): string =>
  text.replaceAll('npm start', 'seal serve --demo').replaceAll(/npm run (\w+)( --(?= |$))?/g, 'seal $1')

/** A text that names commands, written as in a clone: ``hint`npm run serve` ``; `seal serve` where people have that. */
export const hint = (texts: TemplateStringsArray, ...values: string[]): string =>
  String.raw({ raw: CALLED_AS_SEAL ? texts.map(asSeal) : texts }, ...values)
