import { InvalidInput } from '../domain/errors.ts'
import type { Made } from '../domain/made.ts'
import { chatInput } from './chat-input.ts'
import { findChatTemplate } from './chat-template.ts'
import type { InputKind } from './input.ts'
import { type OnnxOptions, openOnnxModel } from './onnx-model.ts'
import { pairInput } from './pair-input.ts'
import type { Scorer } from './scorer.ts'

export type OnnxScorerOptions = OnnxOptions & {
  /** Left out: chat where the model has a template, else pair. */
  input?: InputKind
}

const scoredOf = <T>(row: Made<T, Float32Array>): Made<T, number> => {
  if ('reason' in row) return row
  const { item } = row
  const [score] = row.value
  return Number.isFinite(score) ? { item, value: score } : { item, reason: `the model's score is ${score}` }
}

/**
 * A sequence classifier with one logit, as ONNX.
 *
 * @throws InvalidInput when the directory, the model, its chat template or an execution provider can't be used.
 */
export const openOnnxScorer = async ({ input, ...options }: OnnxScorerOptions): Promise<Scorer> => {
  const template = input === 'pair' ? null : findChatTemplate(options.path)
  if (input === 'chat' && template === null)
    throw new InvalidInput(
      `${options.path} has no chat template, neither chat_template.jinja nor one in tokenizer_config.json; --input pair does without`,
    )
  const model = await openOnnxModel(options, 'reward', (tokenizer, maxLength) =>
    template === null ? pairInput(tokenizer, maxLength) : chatInput(tokenizer, maxLength, template),
  )
  return {
    backend: 'ONNX',
    provenance: model.provenance,
    score: async function* (items, signal) {
      for await (const rows of model.rows(items, signal)) yield rows.map(scoredOf)
    },
    remarks: () => [
      ...(template === null ? [] : ["conversations were read in the model's chat template"]),
      ...model.remarks(),
    ],
    close: model.close,
  }
}
