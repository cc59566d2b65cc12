import type { Tokens } from './tokens.ts'

export type ChatMessage = { role: 'system' | 'user'; content: string }

/** What is asked: the messages, and the JSON that the answer must be. */
export type ChatRequest = {
  messages: readonly ChatMessage[]
  format: { name: string; schema: Record<string, unknown> }
}

/** What came back: a text that should be an answer, or a refusal. */
export type Reply = { tokens: Tokens | null } & ({ text: string } | { refusal: string })

/** A language model behind an API, with all parameters settled. */
export type ChatModel = {
  /** One request, never repeated. @throws RequestFailed */
  ask(request: ChatRequest): Promise<Reply>
}
