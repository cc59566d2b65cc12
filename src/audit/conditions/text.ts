import type { FilterCondition } from './filter-condition.ts'
import { quoted } from './names.ts'

export const text: FilterCondition<string> = {
  input: { type: 'String', description: "Case-insensitive substring of either entry's text." },
  condition: (text) => ({ text }),
  words: (text) => `a text with ${quoted(text)}`,
  searches: (text) => text,
}
