import { type Tokens, tokensIn } from './tokens.ts'

export type ChatMessage = { role: 'system' | 'user'; content: string }

/** What is asked, how, and the JSON that the answer must be. */
export type ChatRequest = {
  temperature: number
  messages: readonly ChatMessage[]
  format: { name: string; schema: Record<string, unknown> }
  /** About how long the answer will be, where that is known. */
  answerTokens?: number
}

/** About how many tokens a request takes: its format is sent with each. */
export const estimateTokens = (
  { messages, format, answerTokens }: ChatRequest,
  output = answerTokens ?? 0,
): Tokens => {
  const sent = [...messages.map(({ content }) => content), JSON.stringify(format.schema)]
  return { input: sent.reduce((sum, text) => sum + tokensIn(text), 0), output }
}

/** What came back: a text that should be an answer, or a refusal. */
export type Reply = { tokens: Tokens | null } & ({ text: string } | { refusal: string })

/** A language model behind an API. */
export type ChatModel = {
  /** One request, never repeated. @throws RequestFailed */
  ask(request: ChatRequest): Promise<Reply>
}
