import { type Encoding, Tokenizer } from 'tokenizers'
import { promptOf, responseOf } from '../domain/conversation.ts'
import { InvalidInput } from '../domain/errors.ts'

/** A conversation as a model reads it; `cut` is how many tokens did not fit. */
export type Encoded = { ids: number[]; types: number[]; cut: number }

export type PairTokenizer = {
  /** Reads a conversation as (text up to the last `Assistant:`, text from it on). */
  encode(text: string): Promise<Encoded>
  idOf(token: string): number | null
}

const NO_STRIDE = 0

/**
 * The model's own tokenizer.json. What is longer than `maxLength` loses the beginning of the prompt; only a
 * response that is too long by itself loses its end.
 */
export const openPairTokenizer = (file: string, maxLength: number): PairTokenizer => {
  let tokenizer: Tokenizer
  try {
    tokenizer = Tokenizer.fromFile(file)
  } catch (cause) {
    throw new InvalidInput(`${file} is no tokenizer.json that can be read: ${(cause as Error).message}`, {
      cause,
    })
  }
  // Whatever the file says of these: lengths and padding are this program's business.
  tokenizer.disableTruncation()
  tokenizer.disablePadding()

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
    encode: async (text) => {
      const [prompt, response] = [promptOf(text), responseOf(text)]
      const whole = await tokenizer.encode(prompt, response)
      const length = whole.getLength()
      const encoding = length > maxLength ? await shorten(prompt, response, whole) : whole
      const ids = encoding.getIds()
      return { ids, types: encoding.getTypeIds(), cut: length - ids.length }
    },
    idOf: (token) => tokenizer.tokenToId(token),
  }
}
