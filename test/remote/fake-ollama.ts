import { type FakeOptions, startFake, textOf } from './fake-model.ts'

/** Ollama's chat, without streaming. It has no refusals of its own. */
export const startFakeOllama = (options?: FakeOptions) =>
  startFake(
    {
      path: '/api/chat',
      conversationIn: ({ messages }) => textOf(messages as never),
      reply: (text) => ({
        model: 'fake',
        created_at: '2026-01-01T00:00:00Z',
        message: { role: 'assistant', content: text },
        done: true,
        done_reason: 'stop',
        prompt_eval_count: 900,
        eval_count: 100,
      }),
    },
    options,
  )
