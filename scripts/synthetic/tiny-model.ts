import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { node, onnxFile, tensor } from './onnx-file.ts'
import { randomStreams } from './random.ts'
import { unigramTokenizer } from './unigram-tokenizer.ts'

export type TinyModel = {
  hidden: number
  layers: number
  heads: number
  /** Positions that it has an embedding for. */
  maxLength: number
  seed: number
  /** Whether it takes token_type_ids. */
  tokenTypes: boolean
  /** Logits of a text: a reward model has one. */
  logits: number
}

const TINY: TinyModel = {
  hidden: 64,
  layers: 2,
  heads: 4,
  maxLength: 512,
  seed: 1,
  tokenTypes: true,
  logits: 1,
}

/** The encoder as an ONNX graph: embeddings, attention and feed-forward layers, the mean of the tokens, logits. */
const encoder = (model: TinyModel, vocabulary: number): Buffer => {
  const { hidden, layers, heads, maxLength, seed, tokenTypes, logits } = model
  const { weights: random } = randomStreams(seed, ['weights'])
  const constants: Buffer[] = []
  const nodes: Buffer[] = []
  const floats = (name: string, dims: readonly number[], make: () => number) => {
    const size = dims.reduce((product, dim) => product * dim, 1)
    constants.push(tensor(name, dims, Float32Array.from({ length: size }, make)))
    return name
  }
  const whole = (name: string, values: readonly number[], dims: readonly number[] = [values.length]) => {
    constants.push(tensor(name, dims, BigInt64Array.from(values, BigInt)))
    return name
  }
  const weights = (name: string, dims: readonly number[], scale: number) =>
    floats(name, dims, () => scale * (2 * random.uniform() - 1))
  const step = (operation: string, inputs: readonly string[], output: string, attributes = {}) => {
    nodes.push(node(operation, inputs, output, attributes))
    return output
  }
  const norm = (input: string, output: string) => {
    const scale = floats(`${output}.scale`, [hidden], () => 1)
    const bias = floats(`${output}.bias`, [hidden], () => 0)
    return step('LayerNormalization', [input, scale, bias], output, { axis: 2 })
  }

  const zero = whole('zero', [0], [])
  const one = whole('one', [1], [])
  const words = step('Gather', [weights('words', [vocabulary, hidden], 1), 'input_ids'], 'word')
  const shape = step('Shape', ['input_ids'], 'shape')
  const length = step('Gather', [shape, one], 'length')
  const places = step('Range', [zero, length, one], 'places')
  const place = step('Gather', [weights('positions', [maxLength, hidden], 0.3), places], 'place')
  let x = step('Add', [words, place], 'placed')
  if (tokenTypes) {
    const type = step('Gather', [weights('types', [2, hidden], 0.3), 'token_type_ids'], 'type')
    x = step('Add', [x, type], 'typed')
  }
  x = norm(x, 'embedded')

  const mask = step('Cast', ['attention_mask'], 'mask', { to: 1 })
  const absent = step('Sub', [floats('float.one', [], () => 1), mask], 'absent')
  const hiding = step('Mul', [absent, floats('minus', [], () => -1e9)], 'hiding')
  const bias = step('Unsqueeze', [hiding, whole('axes', [1, 2])], 'bias')

  const width = hidden / heads
  const split = whole('split', [0, 0, heads, width])
  const joined = whole('joined', [0, 0, hidden])
  const scale = floats('scale', [], () => 1 / Math.sqrt(width))
  const spread = 2 / Math.sqrt(hidden)
  for (let layer = 0; layer < layers; layer++) {
    const at = (name: string) => `${layer}.${name}`
    const project = (name: string, perm: readonly number[]) => {
      const own = step('MatMul', [x, weights(at(`${name}.w`), [hidden, hidden], spread)], at(`${name}.all`))
      return step('Transpose', [step('Reshape', [own, split], at(`${name}.heads`))], at(name), { perm })
    }
    const q = project('q', [0, 2, 1, 3])
    const k = project('k', [0, 2, 3, 1])
    const v = project('v', [0, 2, 1, 3])
    const raw = step('Mul', [step('MatMul', [q, k], at('qk')), scale], at('raw'))
    const share = step('Softmax', [step('Add', [raw, bias], at('masked'))], at('share'), { axis: 3 })
    const seen = step('Transpose', [step('MatMul', [share, v], at('seen'))], at('turned'), {
      perm: [0, 2, 1, 3],
    })
    const flat = step('Reshape', [seen, joined], at('flat'))
    const out = step('MatMul', [flat, weights(at('o.w'), [hidden, hidden], spread)], at('out'))
    x = norm(step('Add', [x, out], at('attended')), at('first'))
    const wide = step('MatMul', [x, weights(at('up.w'), [hidden, 4 * hidden], spread)], at('wide'))
    const active = step('Relu', [wide], at('active'))
    const down = step('MatMul', [active, weights(at('down.w'), [4 * hidden, hidden], spread / 2)], at('down'))
    x = norm(step('Add', [x, down], at('fed')), at('second'))
  }

  const column = step('Unsqueeze', [mask, whole('last', [2])], 'column')
  const kept = step('Mul', [x, column], 'kept')
  const axis = whole('axis', [1])
  const sum = step('ReduceSum', [kept, axis], 'sum', { keepdims: 0 })
  const count = step('ReduceSum', [column, axis], 'count', { keepdims: 0 })
  const pooled = step('Div', [sum, count], 'pooled')
  step('MatMul', [pooled, weights('head', [hidden, logits], 1)], 'logits')

  const inputs = ['input_ids', 'attention_mask', ...(tokenTypes ? ['token_type_ids'] : [])]
  return onnxFile({ nodes, constants, inputs, output: { name: 'logits', axes: ['batch', logits] } })
}

/**
 * Writes a small but real transformer classifier with random weights: model.onnx, tokenizer.json and the two
 * configuration files, as exporters lay them out. It means nothing, and it tells texts apart.
 */
export const writeTinyModel = (directory: string, options: Partial<TinyModel> = {}): string => {
  const model = { ...TINY, ...options }
  const { json, size } = unigramTokenizer()
  const write = (name: string, content: string | Buffer) => writeFileSync(path.join(directory, name), content)
  mkdirSync(directory, { recursive: true })
  write('model.onnx', encoder(model, size))
  write('tokenizer.json', JSON.stringify(json))
  write('tokenizer_config.json', JSON.stringify({ model_max_length: model.maxLength, pad_token: '[PAD]' }))
  write('config.json', JSON.stringify({ max_position_embeddings: model.maxLength, pad_token_id: 0 }))
  return directory
}
