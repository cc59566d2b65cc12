import type { InferenceSession, Tensor } from 'onnxruntime-node'

type Output = InferenceSession['outputMetadata'][number]
type TensorOutput = Extract<Output, { isTensor: true }>

/** What is read of a model's outputs: a row of numbers for each text. */
type Head = {
  /** The output that has them. @throws what is wrong with a model that has none. */
  choose(outputs: readonly Output[]): Output
  /** Throws what is wrong with its shape, as far as it is known before anything runs. */
  check(output: TensorOutput): void
  /** @throws when it is not one row a text. */
  read(values: Tensor, rows: number): Float32Array
}

const EMBEDDINGS = ['sentence_embedding', 'dense_vecs', 'last_hidden_state']

/** A classifier's one logit. */
const reward: Head = {
  choose: (outputs) => outputs.find(({ name }) => name === 'logits') ?? outputs[0],
  check: ({ name, shape }) => {
    const last = shape.at(-1)
    if (shape.length > 2 || (shape.length === 2 && typeof last === 'number' && last !== 1))
      throw new Error(`its ${name} has the shape ${shape.join(' × ')}; a reward model has one logit a text`)
  },
  read: ({ data, size }, rows) => {
    if (size !== rows)
      throw new Error(`${rows} texts got ${size} logits; a reward model has one logit a text`)
    return Float32Array.from(data as Float32Array)
  },
}

/** A vector that the model has pooled itself, or the hidden state of the first token. */
const embedding: Head = {
  choose: (outputs) => {
    const output = EMBEDDINGS.map((wanted) => outputs.find(({ name }) => name === wanted)).find(Boolean)
    if (output) return output
    const names = outputs.map(({ name }) => name).join(', ')
    throw new Error(`its outputs are ${names}; an embedding model has ${EMBEDDINGS.join(' or ')}`)
  },
  check: ({ name, shape }) => {
    const axes = name === 'last_hidden_state' ? 3 : 2
    if (shape.length > 0 && shape.length !== axes)
      throw new Error(`its ${name} has the shape ${shape.join(' × ')}; it should have ${axes} axes`)
  },
  read: ({ data, dims }, rows) => {
    const all = data as Float32Array
    const width = dims[dims.length - 1]
    if (dims[0] !== rows || dims.length < 2 || dims.length > 3)
      throw new Error(`${rows} texts got embeddings of the shape ${dims.join(' × ')}`)
    const vectors = new Float32Array(rows * width)
    for (let row = 0; row < rows; row++) {
      const start = row * (all.length / rows)
      vectors.set(all.subarray(start, start + width), row * width)
    }
    return vectors
  },
}

export const HEADS = { reward, embedding } as const
export type HeadName = keyof typeof HEADS
