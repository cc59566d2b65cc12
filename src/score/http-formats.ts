import { type Conversation, type Message, messagesOf, promptOf, responseOf } from '../domain/conversation.ts'
import { sortByIndex } from '../remote/sort-by-index.ts'

/** How a server is asked for scores, and where its answer has them. */
export type Format = {
  path: string
  /** How a conversation is sent. */
  input: string
  body(conversations: readonly Conversation[], model: string | undefined): unknown
  /** One list of numbers per text, in the order of the texts; throws on what is no such answer. */
  numbers(answer: unknown): unknown[][]
  /** Where the server says what it serves, and which of that is kept. */
  about: { path: string; facts(answer: unknown): Record<string, string | number | null> }
}

type Row = Record<string, unknown>

const fact = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? value : null)

/** Answers may come in another order than the texts: then they are numbered. */
const byIndex = (answer: unknown, key: string): unknown[][] => {
  const { data } = answer as { data: Row[] }
  const rows = data.some((row) => 'index' in row) ? sortByIndex(data) : data
  if (!rows) throw new TypeError('the numbers of the answers are not those of the texts')
  return rows.map((row) => (row[key] as unknown[]).flat(2))
}

const vllmModels: Format['about'] = {
  path: '/v1/models',
  facts: (answer) => {
    const [model] = (answer as { data: Row[] }).data
    return { serves: fact(model.root ?? model.id), maxLength: fact(model.max_model_len) }
  },
}

const vllm = (path: string, key: string): Format => ({
  path,
  input: 'the whole text',
  body: (conversations, model) => ({
    model,
    input: conversations.map(({ text }) => text),
    use_activation: false,
  }),
  numbers: (answer) => byIndex(answer, key),
  about: vllmModels,
})

const textEmbeddingsInference: Format = {
  path: '/predict',
  input: 'text up to the last "Assistant:", text from it on',
  body: (conversations) => ({
    inputs: conversations.map(({ text, answerAt }) => [promptOf(text, answerAt), responseOf(text, answerAt)]),
    raw_scores: true,
    truncate: true,
  }),
  numbers: (answer) => (answer as Row[][]).map((classes) => classes.map(({ score }) => score)),
  about: {
    path: '/info',
    facts: (answer) => {
      const info = answer as Row
      return {
        serves: fact(info.model_id),
        servedRevision: fact(info.model_sha),
        dtype: fact(info.model_dtype),
        maxLength: fact(info.max_input_length),
      }
    },
  },
}

/** The wire formats of the servers that people serve reward models with. */
const FORMATS = {
  'text-embeddings-inference': textEmbeddingsInference,
  'vllm-classify': vllm('/classify', 'probs'),
  'vllm-pooling': vllm('/pooling', 'data'),
}
export type HttpFormat = keyof typeof FORMATS
export const HTTP_FORMATS = Object.keys(FORMATS) as HttpFormat[]

/** A conversation as messages, for the server's chat template: one a request. */
const chat = (format: Format): Format => ({
  ...format,
  input: 'chat messages, by the template of the server',
  body: ([{ text, answerAt }], model) => ({
    model,
    messages: messagesOf(text, answerAt) as Message[],
    use_activation: false,
  }),
})

/** @param messages whether conversations are sent as chat messages, by servers that take such */
export const formatOf = (name: HttpFormat, messages: boolean): Format =>
  messages && name.startsWith('vllm') ? chat(FORMATS[name]) : FORMATS[name]
