import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parsePythonList } from '../../src/ingest/python-list.ts'

it.each<[string, string[]]>([
  ['', []],
  ['  ', []],
  ['[]', []],
  ['[ ]', []],
  [
    String.raw`['a', "b's", 'esc\'aped', "x\"y", '\n', '\u00e9', '\\']`,
    ['a', "b's", "esc'aped", 'x"y', '\n', 'é', '\\'],
  ],
  [`["Women's health", 'a, b']`, ["Women's health", 'a, b']],
  ['["a", "b"]', ['a', 'b']],
  [String.raw`["\u00e9\/", "\ud83d\ude00"]`, ['é/', '😀']],
  [String.raw`['\x41\U0001F600\101\0', 'a\d']`, ['A😀A\0', 'a\\d']],
  [`['a',]`, ['a']],
  [`[ 'a' ,\n'b' ] `, ['a', 'b']],
  [`["a", 'b']`, ['a', 'b']],
  [`['[', ']', '', '😀']`, ['[', ']', '', '😀']],
])('reads %s', (cell, list) => {
  expect(parsePythonList(cell)).toEqual(list)
})

it.each([
  'a',
  '[',
  ']',
  '[a]',
  "['a'",
  "['a]",
  "['a' 'b']",
  "['a'] x",
  "[,'a']",
  "['a',,]",
  '[,]',
  '[1]',
  '["a", 1]',
  'None',
  "('a',)",
  "['a\nb']",
  String.raw`['\x4']`,
  String.raw`['\u00zz']`,
  String.raw`['\U00110000']`,
  String.raw`['\N{BULLET}']`,
  "['a\\",
  "['a\\']",
  "{'a': 1}",
])('is null for %s', (cell) => {
  expect(parsePythonList(cell)).toBeNull()
})

const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0')
const NAMED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** repr() of a str: what Python doesn't count as printable is escaped. */
const reprOfText = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = Array.from(text, (character) => {
    if (character === quote) return `\\${quote}`
    if (character in NAMED) return NAMED[character]
    const code = character.codePointAt(0)!
    if (character === ' ' || !/[\p{C}\p{Z}]/u.test(character)) return character
    if (code <= 0xff) return `\\x${hex(code, 2)}`
    return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
  })
  return quote + body.join('') + quote
}
const repr = (list: readonly string[]) => `[${list.map(reprOfText).join(', ')}]`

const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom("'", '"', '\\', 'n', 'x', 'u', '\n', ',', ']', '\0', '\x85', ' ', '😀', 'é'),
  }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
)

it('reads back what Python prints', () => {
  fc.assert(
    fc.property(fc.array(text), (list) => {
      expect(parsePythonList(repr(list))).toEqual(list)
    }),
    { numRuns: 1000 },
  )
})

it('reads back JSON', () => {
  fc.assert(
    fc.property(fc.array(text), (list) => {
      expect(parsePythonList(JSON.stringify(list))).toEqual(list)
    }),
  )
})

it('never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('[', ']', "'", '"', '\\', ',', 'x', 'u', '0', '7', ' ') }),
      (cell) => {
        parsePythonList(`[${cell}`)
      },
    ),
    { numRuns: 1000 },
  )
})
