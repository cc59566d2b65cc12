import type { Tokenizer } from 'tokenizers'
import type { Input } from './input.ts'

const NO_STRIDE = 0

/** A text as it is, between the special tokens of a single one. What is too long loses its end. */
export const plainInput = (tokenizer: Tokenizer, maxLength: number): Input => ({
  provenance: { input: 'the whole text', truncation: 'the end' },
  loses: 'their ends',
  encode: async ({ text }) => {
    const whole = await tokenizer.encode(text)
    const length = whole.getLength()
    let encoding = whole
    if (length > maxLength) {
      const bare = await tokenizer.encode(text, null, { addSpecialTokens: false })
      bare.truncate(Math.max(0, maxLength - (length - bare.getLength())), NO_STRIDE, 'right')
      encoding = tokenizer.postProcess(bare, null, true)
    }
    const ids = encoding.getIds()
    return { ids, types: encoding.getTypeIds(), cut: length - ids.length }
  },
})
