import { describe, expect, it } from 'vitest'
import { messagesOf } from '../../src/domain/conversation.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ORIGINAL } from '../../src/store/catalog.ts'
import { textsOf } from '../../src/store/find-entries.ts'
import { databases, dump, openFresh } from '../databases.ts'
import { csv, REWARDS, tempFile } from '../pipeline/files.ts'
import { shared } from './ask.ts'

const DIALOGUE = 'Like so:\n\nHuman: hello\n\nAssistant: hi\n\nHuman: bye'
const APART = JSON.stringify({ prompt: 'Write a dialogue.', chosen: DIALOGUE, rejected: 'No.' })
const ASKED = '\n\nHuman: Who signs?\n\n'
const STAMPED = 'Assistant: Ask your Personal Assistant: she keeps the stamp.'
const HH = JSON.stringify({ chosen: ASKED + STAMPED, rejected: `${ASKED}Assistant: The manager.` })

const ingestAll = async (context: Context) => {
  await ingestPairs(context, { dataset: 'apart', format: 'trl', files: [tempFile(APART)] })
  await ingestPairs(context, { dataset: 'hh', files: [tempFile(HH)] })
}

describe.each(databases())('answers on $name', (database) => {
  const api = shared(ingestAll, { kind: 'COLUMNS', on: database })
  const pair = async (name: string) => {
    const query = `query ($name: String!) { dataset(name: $name) { pair(rowId: 0) {
      prompt chosen { text response } rejected { response }
    } } }`
    const { data } = await api.answer(query, { name })
    return (data as { dataset: { pair: object } }).dataset.pair
  }

  it('that came apart from their prompts are whole, whatever they say', async () => {
    const prompt = '\n\nHuman: Write a dialogue.\n\n'
    expect(await pair('apart')).toEqual({
      prompt,
      chosen: { text: `${prompt}Assistant: ${DIALOGUE}`, response: `Assistant: ${DIALOGUE}` },
      rejected: { response: 'Assistant: No.' },
    })
  })

  it('begin where a paragraph does', async () => {
    expect(await pair('hh')).toEqual({
      prompt: ASKED,
      chosen: { text: ASKED + STAMPED, response: STAMPED },
      rejected: { response: 'Assistant: The manager.' },
    })
  })

  it('come whole to those who score and rewrite them', async () => {
    const { connection, context } = await openFresh(database)
    await ingestPairs(context, { dataset: 'd', format: 'trl', files: [tempFile(APART)] })
    const entries = [{ rowId: 0, side: 'CHOSEN' as const }]
    for await (const { text, answerAt } of textsOf(connection, {
      datasetId: 1,
      variantId: ORIGINAL,
      entries,
    }))
      expect(messagesOf(text, answerAt)).toEqual([
        { role: 'user', content: 'Write a dialogue.' },
        { role: 'assistant', content: DIALOGUE },
      ])
  })

  it('that were split elsewhere before are the same texts', async () => {
    const { connection, context, prisma } = await openFresh(database)
    const files = [tempFile(HH)]
    await ingestPairs(context, { dataset: 'd', files })
    const rewards = tempFile(csv(REWARDS, [[0, 1, 2]]))
    await ingestRewards(context, { dataset: 'd', model: 'm', stage: 'PRE', file: rewards })
    const now = await dump(connection)
    await prisma.pair.updateMany({ data: { prompt: '\n\n' } })
    for (const side of ['CHOSEN', 'REJECTED'] as const) {
      const { text } = (await prisma.entry.findFirst({ where: { side } }))!
      await prisma.entry.updateMany({ where: { side }, data: { text: ASKED.slice(2) + text } })
    }
    const again = await ingestPairs(context, { dataset: 'd', files })
    expect(again).toMatchObject({ measured: 0, fates: { added: 0, altered: 0, unchanged: 1 } })
    const then = await dump(connection)
    expect([then.pair, then.entry, then.reward]).toEqual([now.pair, now.entry, now.reward])
  })
})
