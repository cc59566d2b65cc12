/** Keys of all objects in a value. */
const keysIn = (value: unknown): number => {
  let keys = 0
  // JSON.parse reads what is nested deeper than a recursion goes.
  const rest = [value]
  while (rest.length > 0) {
    const one = rest.pop()
    if (typeof one !== 'object' || one === null) continue
    const values = Object.values(one)
    if (!Array.isArray(one)) keys += values.length
    for (const inner of values) if (typeof inner === 'object' && inner !== null) rest.push(inner)
  }
  return keys
}

/** Where the string ends that begins at a quote. */
const endOfString = (json: string, start: number): number => {
  for (let at = start + 1; ; at++) {
    if (json[at] === '\\') at++
    else if (json[at] === '"') return at
  }
}

/** The first key that an object has twice, of a text that is JSON. */
const doubledKey = (json: string): string | null => {
  const open: (Set<string> | null)[] = []
  let isKey = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (character === '"') {
      const end = endOfString(json, at)
      const keys = open.at(-1)
      if (isKey && keys) {
        const key: string = JSON.parse(json.slice(at, end + 1))
        if (keys.has(key)) return key
        keys.add(key)
      }
      isKey = false
      at = end
    } else if (character === '{') {
      open.push(new Set())
      isKey = true
    } else if (character === '[') {
      open.push(null)
      isKey = false
    } else if (character === '}' || character === ']') open.pop()
    else if (character === ',') isKey = open.at(-1) !== null
  }
  return null
}

/** What may be an integer beyond 2^53. */
const LONG_INTEGER = /[:[,\s]-?\d{16}/
const NUMBER = /-?\d[\d.eE+-]*/y

/** A JSON text with the digits of integers beyond 2^53 as texts: a number would be another one. */
const withDigits = (json: string): string => {
  let written = ''
  let end = 0
  for (let at = 0; at < json.length; at++) {
    NUMBER.lastIndex = at
    const [number] = NUMBER.exec(json) ?? []
    if (json[at] === '"') at = endOfString(json, at)
    else if (number !== undefined) {
      if (/^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number))) {
        written += `${json.slice(end, at)}"${number}"`
        end = at + number.length
      }
      at += number.length - 1
    }
  }
  return written + json.slice(end)
}

/**
 * The value of a JSON text; integers beyond 2^53 are their digits.
 *
 * @throws SyntaxError also when an object has a key twice: which of the values would count?
 */
export const parseJson = (text: string): unknown => {
  const parsed: unknown = JSON.parse(text)
  const value: unknown = LONG_INTEGER.test(text) ? JSON.parse(withDigits(text)) : parsed
  // Quotes before colons are at least as many as keys were written.
  const written = text.match(/"\s*:/g)?.length ?? 0
  if (written === keysIn(value)) return value
  const key = doubledKey(text)
  if (key === null) return value
  throw new SyntaxError(`the key ${JSON.stringify(key)} comes twice`)
}
