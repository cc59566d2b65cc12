const ESCAPES: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 }
const MAX_CODE_POINT = 0x10ffff

/** Reads a literal from the left; every method returns false or null where the text isn't what it reads. */
class Literal {
  #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  take(character: string): boolean {
    while (this.#text[this.#at]?.trim() === '') this.#at++
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  end(): boolean {
    return this.#text.slice(this.#at).trim() === ''
  }

  string(): string | null {
    const quote = this.take("'") ? "'" : this.take('"') ? '"' : null
    if (quote === null) return null
    const plain = quote === "'" ? /[^'\\\n]*/y : /[^"\\\n]*/y
    let value = ''
    while (this.#at < this.#text.length) {
      plain.lastIndex = this.#at
      value += plain.exec(this.#text)![0]
      this.#at = plain.lastIndex
      const character = this.#text[this.#at++]
      if (character === quote) return value
      const escaped = character === '\\' ? this.#escape() : null
      if (escaped === null) return null
      value += escaped
    }
    return null
  }

  #escape(): string | null {
    const letter = this.#text[this.#at++] ?? ''
    if (letter in ESCAPES) return ESCAPES[letter]
    if (letter in HEX_DIGITS) return this.#codePoint(HEX_DIGITS[letter])
    if (letter >= '0' && letter <= '7') {
      const digits = /^[0-7]{1,3}/.exec(this.#text.slice(this.#at - 1, this.#at + 2))![0]
      this.#at += digits.length - 1
      return String.fromCodePoint(Number.parseInt(digits, 8))
    }
    // Python keeps the backslash of what is no escape; \N{name} and a continued line it doesn't.
    return letter === '' || letter === 'N' || letter === '\n' ? null : `\\${letter}`
  }

  #codePoint(count: number): string | null {
    const digits = this.#text.slice(this.#at, this.#at + count)
    if (digits.length < count || !/^[\da-f]+$/i.test(digits)) return null
    this.#at += count
    const codePoint = Number.parseInt(digits, 16)
    return codePoint > MAX_CODE_POINT ? null : String.fromCodePoint(codePoint)
  }
}

const jsonStrings = (text: string): string[] | null => {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : null
  } catch {
    return null
  }
}

const pythonStrings = (text: string): string[] | null => {
  const literal = new Literal(text)
  const list: string[] = []
  if (!literal.take('[')) return null
  while (!literal.take(']')) {
    if (list.length > 0 && !literal.take(',')) return null
    if (list.length > 0 && literal.take(']')) break
    const value = literal.string()
    if (value === null) return null
    list.push(value)
  }
  return literal.end() ? list : null
}

/**
 * A list of strings as Python prints it (`['a', "b's"]`) or as JSON; an empty cell is an empty list.
 * Null when it is neither.
 */
export const parsePythonList = (cell: string): string[] | null => {
  const text = cell.trim()
  if (text === '' || text === '[]') return []
  return (text.startsWith('["') ? jsonStrings(text) : null) ?? pythonStrings(text)
}
