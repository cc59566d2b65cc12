import { bitFields, decodeLabel } from '../../src/domain/label-bits.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { AskLimits } from '../../src/pipeline/ask-entries.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { labelEntries } from '../../src/pipeline/label-entries.ts'
import { type LabelingOptions, planLabeling } from '../../src/pipeline/plan-labeling.ts'
import type { ChatModel } from '../../src/remote/chat-model.ts'
import { ollamaChat } from '../../src/remote/ollama-chat.ts'
import { openAiChat } from '../../src/remote/openai-chat.ts'
import type { openFresh } from '../databases.ts'
import { answerTo } from '../remote/fake-model.ts'
import { startFakeOllama } from '../remote/fake-ollama.ts'
import { startFakeOpenAi } from '../remote/fake-openai.ts'
import { conversation } from './files.ts'

const shared = { model: 'fake', timeoutMs: 2000 }

/** Both APIs: a fake server of each, and the real client that speaks to it. */
export const APIS = [
  {
    name: 'openai',
    backend: 'OPENAI',
    start: startFakeOpenAi,
    open: (url: string): ChatModel =>
      openAiChat({ ...shared, responseFormat: 'json_schema', baseUrl: url, apiKey: 'sk-test' }),
  },
  {
    name: 'ollama',
    backend: 'OLLAMA',
    start: startFakeOllama,
    open: (url: string): ChatModel => ollamaChat({ ...shared, contextLength: 8192, host: url }),
  },
] as const

export const LIMITS: AskLimits = { concurrency: 4, attempts: 3, retries: 4, backoffMs: 10 }

/** Plans and labels as the command does. */
export const label = async (
  context: Context,
  api: (typeof APIS)[number],
  url: string,
  options: Partial<LabelingOptions> = {},
  limits: Partial<AskLimits> = {},
) => {
  const plan = await planLabeling(context, {
    dataset: 'd',
    labeler: 'l',
    backend: api.backend,
    model: 'fake',
    selection: {},
    ...options,
  })
  return labelEntries(context, plan, api.open(url), { ...LIMITS, ...limits }, () => '')
}

/** A label as the fake model gave it, for whoever reads rows. */
export const expectedLabel = (text: string) => {
  const answer = answerTo(text)
  const spelled = new Map<unknown, number>([
    [true, 1],
    [false, 0],
    ['negative', -1],
    ['neutral', 0],
    ['positive', 1],
  ])
  return {
    values: SEAL_TAXONOMY.features.map(({ name }) => spelled.get(answer[name])),
    topics: answer.topics,
    discriminatesAgainst: answer.last_response_is_discriminating_against,
  }
}

/** All labels of a database, by row and side. */
export const labelsIn = async ({ prisma }: Pick<Awaited<ReturnType<typeof openFresh>>, 'prisma'>) => {
  const fields = bitFields(SEAL_TAXONOMY.features)
  const rows = await prisma.label.findMany()
  return new Map(
    rows.map(({ rowId, side, topics, discriminatesAgainst, ...bits }) => [
      `${rowId}.${side}`,
      {
        values: decodeLabel(fields, bits),
        topics: JSON.parse(topics),
        discriminatesAgainst: JSON.parse(discriminatesAgainst),
      },
    ]),
  )
}

/** What the labels of `manyPairs(count)` must be. */
export const expectedLabels = (count: number) => {
  const labels = new Map<string, ReturnType<typeof expectedLabel>>()
  for (let row = 0; row < count; row++) {
    labels.set(`${row}.CHOSEN`, expectedLabel(conversation(`yes ${row}`)))
    labels.set(`${row}.REJECTED`, expectedLabel(conversation(`no ${row}`)))
  }
  return labels
}
