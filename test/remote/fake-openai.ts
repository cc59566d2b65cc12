import { type FakeOptions, startFake, textOf } from './fake-model.ts'

/** The tokens of every reply. */
export const USAGE = { prompt_tokens: 900, completion_tokens: 100, total_tokens: 1000 }

/** OpenAI's chat completions. */
export const startFakeOpenAi = async (options?: FakeOptions) => {
  const fake = await startFake(
    {
      path: '/v1/chat/completions',
      conversationIn: ({ messages }) => textOf(messages as never),
      reply: (text, refusal) => ({
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model: 'fake',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            logprobs: null,
            message: { role: 'assistant', content: refusal === null ? text : null, refusal },
          },
        ],
        usage: USAGE,
      }),
    },
    options,
  )
  return { ...fake, url: `${fake.url}/v1` }
}
