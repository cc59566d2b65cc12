import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { databases, dump, firstDifference, openFresh } from '../../databases.ts'
import { ingestSealSmall, SEAL_SMALL } from '../../graphql/ask.ts'
import { openSending } from './sending.ts'

const JSON_LIST = { 'content-type': 'application/json' }

describe.each(databases())('what is sent on $name', (database) => {
  it('becomes what the commands make of files, and is in once however often it comes', async () => {
    const { url, connection, prisma } = await openFresh(database)
    const { send } = openSending(url)
    const sent: Record<string, Uint8Array> = {
      'pairs?description=The+fixture.': gzipSync(readFileSync(SEAL_SMALL.pairs)),
      'rewards?model=pre-model&stage=PRE': readFileSync(SEAL_SMALL.pre),
      'rewards?model=post-model&stage=POST': readFileSync(SEAL_SMALL.post),
      'labels?labeler=labeler': readFileSync(SEAL_SMALL.labels),
      'labels?labeler=control': readFileSync(SEAL_SMALL.control),
      'rewrites?rewriter=rewriter': readFileSync(SEAL_SMALL.rewrites),
    }
    for (const [what, body] of Object.entries(sent)) {
      const { status, answer } = await send(`seal-small/${what}`, body)
      expect([status, answer.errors], what).toEqual([200, undefined])
      expect(answer.run).toMatchObject({ state: 'DONE', file: 'upload', error: null })
      expect(answer.notices.join('\n')).toMatch(/in dataset "seal-small"|dataset "seal-small", at revision/)
    }
    const expected = await openFresh(database)
    await ingestSealSmall(expected.context)
    const all = await dump(connection)
    expect(firstDifference(all, await dump(expected.connection))).toBeNull()

    const runs = await prisma.run.count()
    const { answer } = await send(
      'seal-small/rewards?model=post-model&stage=POST',
      readFileSync(SEAL_SMALL.post),
    )
    expect(answer.run.counts).toMatchObject({ read: 600, changed: 0 })
    expect(await prisma.run.count()).toBe(runs + 1)
    expect(firstDifference(await dump(connection), all)).toBeNull()

    const batch = [{ rowId: 0, chosen: 1.25, rejected: -2 }]
    const small = await send(
      'seal-small/rewards?model=mine&stage=POST&series=s&step=400',
      JSON.stringify(batch),
      JSON_LIST,
    )
    expect(small.answer.run.counts).toMatchObject({ read: 1, changed: 2, rejected: 0 })
    expect(await prisma.rewardModel.findFirst({ where: { name: 'mine' } })).toMatchObject({
      series: 's',
      step: 400,
    })
  })
})
