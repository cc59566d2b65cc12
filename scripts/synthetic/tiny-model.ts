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
  /** Whether it takes attention_mask; without, it reads whatever is there. */
  attentionMask: boolean
  /** Whether it takes position_ids; without, it counts by itself. */
  positionIds: boolean
  /** Whether it multiplies in 8 bits, by the range of whatever is in the batch. */
  quantized: boolean
  /** Logits of classes, a vector for every token, or a vector for the text. */
  output: 'logits' | 'last_hidden_state' | 'sentence_embedding'
  /** Logits of a text: a reward model has one. */
  logits: number
  /** As tokenizer_config.json has it. */
  chatTemplate: string | readonly { name: string; template: string }[] | null
}

const TINY: TinyModel = {
  hidden: 64,
  layers: 2,
  heads: 4,
  maxLength: 512,
  seed: 1,
  tokenTypes: true,
  attentionMask: true,
  positionIds: false,
  quantized: false,
  output: 'logits',
  logits: 1,
  chatTemplate: null,
}

/** The encoder as an ONNX graph: embeddings, attention and feed-forward layers, the mean of the tokens, an output. */
const encoder = (model: TinyModel, vocabulary: number): Buffer => {
  const { hidden, layers, heads, maxLength, seed, output, logits } = model
  const { tokenTypes, attentionMask, positionIds, quantized } = model
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

  /** A product with weights, in 32 bits or in 8. */
  const linear = (
    input: string,
    name: string,
    dims: readonly [number, number],
    scale: number,
    to: string,
  ) => {
    if (!quantized) return step('MatMul', [input, weights(name, dims, scale)], to)
    const outputs = ['q', 'scale', 'zero'].map((part) => `${to}.${part}`)
    nodes.push(node('DynamicQuantizeLinear', [input], outputs))
    const values = Int8Array.from({ length: dims[0] * dims[1] }, () =>
      Math.round(254 * random.uniform() - 127),
    )
    constants.push(tensor(name, dims, values))
    const product = step('MatMulInteger', [outputs[0], name, outputs[2]], `${to}.product`)
    const unit = floats(`${to}.unit`, [], () => scale / 254)
    const factor = step('Mul', [outputs[1], unit], `${to}.factor`)
    return step('Mul', [step('Cast', [product], `${to}.float`, { to: 1 }), factor], to)
  }

  const one = whole('one', [1], [])
  const words = step('Gather', [weights('words', [vocabulary, hidden], 1), 'input_ids'], 'word')
  const shape = step('Shape', ['input_ids'], 'shape')
  const length = step('Gather', [shape, one], 'length')
  const places = positionIds ? 'position_ids' : step('Range', [whole('zero', [0], []), length, one], 'places')
  const place = step('Gather', [weights('positions', [maxLength, hidden], 0.3), places], 'place')
  let x = step('Add', [words, place], 'placed')
  if (tokenTypes) {
    const type = step('Gather', [weights('types', [2, hidden], 0.3), 'token_type_ids'], 'type')
    x = step('Add', [x, type], 'typed')
  }
  x = norm(x, 'embedded')

  const present = attentionMask ? 'attention_mask' : step('Equal', ['input_ids', 'input_ids'], 'present')
  const mask = step('Cast', [present], 'mask', { to: 1 })
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
      const own = linear(x, at(`${name}.w`), [hidden, hidden], spread, at(`${name}.all`))
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
    const out = linear(flat, at('o.w'), [hidden, hidden], spread, at('out'))
    x = norm(step('Add', [x, out], at('attended')), at('first'))
    const wide = linear(x, at('up.w'), [hidden, 4 * hidden], spread, at('wide'))
    const active = step('Relu', [wide], at('active'))
    const down = linear(active, at('down.w'), [4 * hidden, hidden], spread / 2, at('down'))
    x = norm(step('Add', [x, down], at('fed')), at('second'))
  }

  const column = step('Unsqueeze', [mask, whole('last', [2])], 'column')
  const kept = step('Mul', [x, column], 'kept')
  const axis = whole('axis', [1])
  const sum = step('ReduceSum', [kept, axis], 'sum', { keepdims: 0 })
  const count = step('ReduceSum', [column, axis], 'count', { keepdims: 0 })
  const pooled = step('Div', [sum, count], 'pooled')
  const axes = { logits: [logits], last_hidden_state: ['sequence', hidden], sentence_embedding: [hidden] }
  if (output === 'logits') step('MatMul', [pooled, weights('head', [hidden, logits], 1)], 'logits')
  else step('Identity', [output === 'last_hidden_state' ? x : pooled], output)

  const inputs = [
    'input_ids',
    ...(attentionMask ? ['attention_mask'] : []),
    ...(tokenTypes ? ['token_type_ids'] : []),
    ...(positionIds ? ['position_ids'] : []),
  ]
  return onnxFile({ nodes, constants, inputs, output: { name: output, axes: ['batch', ...axes[output]] } })
}

/**
 * Writes a small but real transformer encoder with random weights: model.onnx, tokenizer.json and the two
 * configuration files, as exporters lay them out. It means nothing, and it tells texts apart.
 */
export const writeTinyModel = (directory: string, options: Partial<TinyModel> = {}): string => {
  const model = { ...TINY, ...options }
  const { json, size } = unigramTokenizer()
  const write = (name: string, content: string | Buffer) => writeFileSync(path.join(directory, name), content)
  mkdirSync(directory, { recursive: true })
  write('model.onnx', encoder(model, size))
  write('tokenizer.json', JSON.stringify(json))
  const { maxLength, chatTemplate } = model
  const tokens = { bos_token: '[CLS]', eos_token: { content: '[SEP]' }, pad_token: '[PAD]' }
  const template = chatTemplate === null ? {} : { chat_template: chatTemplate }
  write('tokenizer_config.json', JSON.stringify({ model_max_length: maxLength, ...tokens, ...template }))
  write('config.json', JSON.stringify({ max_position_embeddings: maxLength, pad_token_id: 0 }))
  return directory
}
