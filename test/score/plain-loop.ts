import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { Tokenizer } from 'tokenizers'

export type Tokens = { ids: number[]; types: number[] }

/** One session, one text after the other, none of the project's code: the first output of each text. */
export const plainLoop = async (
  model: string,
  items: readonly { id: number; text: string }[],
  tokensOf: (tokenizer: Tokenizer, text: string) => Promise<Tokens>,
) => {
  const tokenizer = Tokenizer.fromFile(path.join(model, 'tokenizer.json'))
  const session = await InferenceSession.create(path.join(model, 'model.onnx'))
  const outputs = new Map<number, { data: Float32Array; dims: readonly number[] }>()
  for (const { id, text } of items) {
    const { ids, types } = await tokensOf(tokenizer, text)
    const tensor = (values: number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
    const feeds: Record<string, Tensor> = {
      input_ids: tensor(ids),
      attention_mask: tensor(ids.map(() => 1)),
      token_type_ids: tensor(types),
      position_ids: tensor(ids.map((_, place) => place)),
    }
    const run = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])))
    const { data, dims } = run[session.outputNames[0]]
    outputs.set(id, { data: data as Float32Array, dims })
  }
  return outputs
}

/** As the reference reads a pair that fits. */
export const pairTokens = async (tokenizer: Tokenizer, text: string): Promise<Tokens> => {
  const pivot = text.lastIndexOf('Assistant:')
  const encoding = await tokenizer.encode(text.slice(0, pivot), text.slice(pivot))
  return { ids: encoding.getIds(), types: encoding.getTypeIds() }
}

export const largestDifference = (
  expected: ReadonlyMap<number, number>,
  actual: ReadonlyMap<number, number>,
) => {
  let largest = 0
  for (const [id, score] of expected)
    largest = Math.max(largest, Math.abs(score - (actual.get(id) ?? Number.POSITIVE_INFINITY)))
  return largest
}
