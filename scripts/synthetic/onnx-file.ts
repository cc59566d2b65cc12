/** As much of the ONNX protobuf as a small graph needs: fields, tensors, nodes, the model around them. */

const varint = (value: number): number[] => {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

const whole = (field: number, value: number) => Buffer.from([...varint(field * 8), ...varint(value)])
const bytes = (field: number, value: string | Uint8Array) => {
  const content = typeof value === 'string' ? Buffer.from(value) : value
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(content.length)]), content])
}

const FLOAT = 1
const INT8 = 3
const INT64 = 7

type Values = Float32Array | Int8Array | BigInt64Array
const typeOf = (values: Values) =>
  values instanceof Float32Array ? FLOAT : values instanceof Int8Array ? INT8 : INT64

/** A constant of the graph. */
export const tensor = (name: string, dims: readonly number[], values: Values): Buffer =>
  Buffer.concat([
    ...dims.map((dim) => whole(1, dim)),
    whole(2, typeOf(values)),
    bytes(8, name),
    bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ])

const EXTERNAL = 1

/** A constant of numbers in another file. */
export const externalTensor = (name: string, dims: readonly number[], location: string): Buffer =>
  Buffer.concat([
    ...dims.map((dim) => whole(1, dim)),
    whole(2, FLOAT),
    bytes(8, name),
    bytes(13, Buffer.concat([bytes(1, 'location'), bytes(2, location)])),
    whole(14, EXTERNAL),
  ])

/** An operation; its attributes are whole numbers, or lists of them. */
export const node = (
  operation: string,
  inputs: readonly string[],
  outputs: string | readonly string[],
  attributes: Record<string, number | readonly number[]> = {},
): Buffer =>
  Buffer.concat([
    ...inputs.map((input) => bytes(1, input)),
    ...[outputs].flat().map((output) => bytes(2, output)),
    bytes(4, operation),
    ...Object.entries(attributes).map(([name, value]) =>
      bytes(
        5,
        typeof value === 'number'
          ? Buffer.concat([bytes(1, name), whole(3, value), whole(20, 2)])
          : Buffer.concat([bytes(1, name), ...value.map((item) => whole(8, item)), whole(20, 7)]),
      ),
    ),
  ])

/** An input or output; axes with a name take any length. */
const valueInfo = (name: string, type: number, axes: readonly (string | number)[]) => {
  const dims = axes.map((axis) => bytes(1, typeof axis === 'string' ? bytes(2, axis) : whole(1, axis)))
  return Buffer.concat([
    bytes(1, name),
    bytes(2, bytes(1, Buffer.concat([whole(1, type), bytes(2, Buffer.concat(dims))]))),
  ])
}

export type Graph = {
  nodes: readonly Buffer[]
  constants: readonly Buffer[]
  /** Names of inputs of token ids or the like, batch × sequence. */
  inputs: readonly string[]
  output: { name: string; axes: readonly (string | number)[] }
}

/** The bytes of a model file: IR 8, opset 17. */
export const onnxFile = ({ nodes, constants, inputs, output }: Graph): Buffer => {
  const graph = Buffer.concat([
    ...nodes.map((item) => bytes(1, item)),
    bytes(2, 'graph'),
    ...constants.map((item) => bytes(5, item)),
    ...inputs.map((name) => bytes(11, valueInfo(name, INT64, ['batch', 'sequence']))),
    bytes(12, valueInfo(output.name, FLOAT, output.axes)),
  ])
  return Buffer.concat([
    whole(1, 8),
    bytes(2, 'seal-graphql'),
    bytes(7, graph),
    bytes(8, Buffer.concat([bytes(1, ''), whole(2, 17)])),
  ])
}
