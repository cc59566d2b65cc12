import type { Embedder } from './embedder.ts'
import { type OnnxOptions, openOnnxModel } from './onnx-model.ts'
import { plainInput } from './plain-input.ts'

/**
 * A sentence-embedding model as ONNX, with BGE-M3's pooling: the hidden state of the first token, unless
 * the model pools by itself.
 *
 * @throws InvalidInput when the directory, the model or an execution provider can't be used.
 */
export const openOnnxEmbedder = async (options: OnnxOptions): Promise<Embedder> => {
  const model = await openOnnxModel(options, 'embedding', plainInput)
  const pooling = model.output === 'last_hidden_state' ? 'the first token' : 'by the model'
  return {
    provenance: { backend: 'ONNX', ...model.provenance, output: model.output, pooling },
    embed: model.rows,
    spent: () => null,
    remarks: model.remarks,
    close: model.close,
  }
}
