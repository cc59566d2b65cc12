import type { Conversation } from '../domain/conversation.ts'

/** How a reward model reads a conversation: prompt and response, or messages in its chat template. */
export const INPUT_KINDS = ['pair', 'chat'] as const
export type InputKind = (typeof INPUT_KINDS)[number]

/** A text as a model reads it; `cut` is how many tokens did not fit. */
export type Encoded = { ids: number[]; types: number[]; cut: number }

/** How a text becomes a model's tokens. */
export type Input = {
  /** To be kept with what the model says. */
  provenance: { input: string; truncation: string; templateSha256?: string }
  /** What a text loses that is too long, for people. */
  loses: string
  /** The tokens, or why there are none. */
  encode(conversation: Conversation): Promise<Encoded | { reason: string }>
}
