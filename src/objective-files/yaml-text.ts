import { Composer, type CST, LineCounter, type ParsedNode, Parser, type YAMLError } from 'yaml'

/** What is wrong at a place of a text. */
export type Flaw = { offset: number; message: string }

export type YamlText = {
  /** Null: the text says nothing. */
  root: ParsedNode | null
  /** While there is one, `root` is a guess. */
  flaws: Flaw[]
  /** Both from 1; columns in UTF-16 units. */
  placeOf(offset: number): { line: number; column: number }
}

/** Nesting that no objective needs, and at which nothing that follows nodes down runs out of stack. */
const DEEPEST = 64

type Token = CST.Token | null | undefined

/** Where tokens are nested deeper than is read, without recursion; null: nowhere. */
const tooDeep = (tokens: readonly Token[]): number | null => {
  const left = tokens.map((token): [Token, number] => [token, 0])
  for (let next = left.pop(); next; next = left.pop()) {
    const [token, depth] = next
    if (!token) continue
    if (depth > DEEPEST) return token.offset
    if (token.type === 'document') left.push([token.value, depth])
    if ('items' in token)
      for (const { key, value } of token.items) left.push([key, depth + 1], [value, depth + 1])
  }
  return null
}

/** What to do about what the parser says. */
const ADVICE: Record<string, string> = {
  BAD_INDENT: 'look at the indentation and for a bracket that is not closed',
  BAD_SCALAR_START: 'write the text in quotes',
  BLOCK_AS_IMPLICIT_KEY:
    'indent the keys of one mapping alike, and write a text that has a colon in it in quotes',
  BLOCK_IN_FLOW: 'look for a missing comma',
  MISSING_CHAR: 'look at the indentation and for quotes or brackets that are not closed',
  TAB_AS_INDENT: 'indent by spaces',
  TAG_RESOLVE_FAILED: 'leave out the tag, which begins with !',
}

const flawOf = ({ code, message, pos: [offset] }: YAMLError): Flaw => {
  const advice = ADVICE[code]
  return { offset, message: advice ? `${message}: ${advice}` : message }
}

/** Reads YAML 1.2, of which JSON is a part. */
export const readYaml = (text: string): YamlText => {
  const lines = new LineCounter()
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const deep = tooDeep(tokens)
  if (deep !== null) return { root: null, flaws: [{ offset: deep, message: 'nested too deep' }], placeOf }
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    // Who reads the values says which key is there twice.
    uniqueKeys: false,
    prettyErrors: false,
  })
  const [document, second] = composer.compose(tokens, true, text.length)
  if (second)
    return {
      root: null,
      flaws: [{ offset: second.range[0], message: 'a second document begins: make it a file of its own' }],
      placeOf,
    }
  const { contents, errors, warnings } = document
  return { root: contents as ParsedNode | null, flaws: [...errors, ...warnings].map(flawOf), placeOf }
}
