import type { Encoding, Tokenizer } from 'tokenizers'
import { promptOf, responseOf } from '../domain/conversation.ts'
import type { Input } from './input.ts'

const NO_STRIDE = 0

/**
 * A conversation as (text up to the last turn of the assistant, text from it on). What is longer than `maxLength`
 * loses the beginning of the prompt; only a response that is too long by itself loses its end.
 */
export const pairInput = (tokenizer: Tokenizer, maxLength: number): Input => {
  const shorten = async (prompt: string, response: string, whole: Encoding) => {
    const plain = { addSpecialTokens: false }
    const [first, second] = await Promise.all([
      tokenizer.encode(prompt, null, plain),
      tokenizer.encode(response, null, plain),
    ])
    const special = whole.getLength() - first.getLength() - second.getLength()
    const room = maxLength - special
    if (second.getLength() > room) second.truncate(room, NO_STRIDE, 'right')
    const left = room - second.getLength()
    if (first.getLength() > left) first.truncate(left, NO_STRIDE, 'left')
    return tokenizer.postProcess(first, second, true)
  }
  return {
    provenance: {
      input: 'text up to the last "Assistant:", text from it on',
      truncation: 'the beginning of the prompt, then the end of the response',
    },
    loses: "prompts' beginnings first",
    encode: async ({ text, answerAt }) => {
      const [prompt, response] = [promptOf(text, answerAt), responseOf(text, answerAt)]
      const whole = await tokenizer.encode(prompt, response)
      const length = whole.getLength()
      const encoding = length > maxLength ? await shorten(prompt, response, whole) : whole
      const ids = encoding.getIds()
      return { ids, types: encoding.getTypeIds(), cut: length - ids.length }
    },
  }
}
