import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { removeObjectives, saveObjectives } from '../../src/store/objectives.ts'
import { databases, openFresh } from '../databases.ts'
import { temporaryFolder } from '../temporary.ts'
import { ingestSealSmall, openAsk, post, SEAL_SMALL } from './ask.ts'

const dataset = 'seal-small'
const ALIGNED = { name: 'aligned', metric: 'ALIGNMENT', atLeast: 0.5 }
const SAVED = [
  { name: 'of one that is gone', metric: 'ALIGNMENT', post: 'rival', atLeast: 0.5 },
  ALIGNED,
  { name: 'no worse', metric: 'ALIGNMENT', noWorseThan: { saved: true, margin: 0.01 } },
]

const save = async ({ connection, prisma }: Context) => {
  const { id, revision } = await prisma.dataset.findFirstOrThrow()
  const baseline = { estimate: 0.95, standardError: 0.001, revision }
  await saveObjectives(
    connection,
    id,
    SAVED.map((objective) => ({ name: objective.name, objective, baseline })),
  )
  return id
}

/** The post model's rewards, those of both answers exchanged. */
const swapped = (): string => {
  const [header, ...lines] = readFileSync(SEAL_SMALL.post, 'utf8').trim().split('\n')
  const rows = lines.map((line) => {
    const [rowId, chosen, rejected] = line.split(',')
    return `${rowId},${rejected},${chosen},`
  })
  const file = path.join(temporaryFolder(), 'swapped.csv')
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`)
  return file
}

const openSaved = async (on: ReturnType<typeof databases>[number], change?: (engine: Engine) => Engine) => {
  const { url, context } = await openFresh(on)
  await ingestSealSmall(context)
  const id = await save(context)
  const asking = openAsk(url, { change })
  onTestFinished(asking.close)
  return { id, context, asking }
}

describe.each(databases())('saved objectives on $name', (on) => {
  it('have the defaults of what they leave out, and tell what is not known any more', async () => {
    const { id, context, asking } = await openSaved(on)
    const objectives = [
      { name: 'harmless', metric: 'ALIGNMENT', where: { feature: { name: 'is_harmless' } }, atLeast: 0.5 },
      { name: 'worst', metric: 'WORST_SLICE', by: [{ dimension: 'TOPIC' }], atLeast: 0.1 },
      { name: 'of another time', metric: 'ALIGNMENT', colour: 'red', atLeast: 0.5 },
    ]
    const kept = objectives.map((objective) => ({ name: objective.name, objective, baseline: null }))
    await saveObjectives(context.connection, id, kept)
    const { dataset: saved } = await asking.ask(`{ dataset(name: "${dataset}") {
      objectives { name number reason }
      audit(where: { feature: { name: "is_harmless" } }) { alignment { score } }
    } }`)
    expect(saved.objectives.slice(SAVED.length)).toMatchObject([
      { name: 'harmless', number: saved.audit.alignment.score, reason: null },
      { name: 'worst', number: expect.any(Number), reason: null },
      { name: 'of another time', number: null, reason: expect.stringContaining('colour') },
    ])
  })

  it('are judged with the dataset, whatever has become of what they name', async () => {
    const { asking } = await openSaved(on)
    const fields = 'name outcome number reason message adjustedPValue'
    const { a, b, c } = (
      await asking.ask(`{ dataset(name: "${dataset}") {
        a: objectives { ${fields} }
        b: judge(objectives: [
          { name: "aligned", metric: ALIGNMENT, atLeast: 0.5 }
          { name: "no worse", metric: ALIGNMENT, noWorseThan: { saved: true, margin: 0.01 } }
        ]) { ${fields} }
        c: objectives(post: "pre-model") { name message }
      } }`)
    ).dataset
    const why = 'can\'t be judged any more: unknown reward model "rival"; known: pre-model, post-model'
    expect(a).toEqual([
      {
        name: 'of one that is gone',
        outcome: 'INCONCLUSIVE',
        number: null,
        reason: why,
        message: `The objective ${why}.`,
        adjustedPValue: null,
      },
      ...b,
    ])
    expect(b.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['PASS', 'FAIL'])
    expect(b[0].number).toBe(389 / 600)
    expect(c[1].message).toMatch(/^The alignment of pre-model is /)
  })

  it('tell subscribers of outcomes that change, and of nothing else', async () => {
    let answered = 0
    const { id, context, asking } = await openSaved(on, (engine) => ({
      ...engine,
      ask: async (...question) => {
        const answer = await engine.ask(...question)
        answered++
        return answer
      },
    }))
    const query = `subscription { outcomesChanged(name: "${dataset}") { name before after verdict { outcome } } }`
    const { body } = await post(asking.yoga, { query }, { accept: 'text/event-stream' })
    const reader = body!.getReader()
    let text = ''
    const next = async () => {
      for (;;) {
        const event = /event: next\r?\ndata: (.*)\r?\n\r?\n/.exec(text)
        if (event) {
          text = text.slice(event.index + event[0].length)
          return JSON.parse(event[1]).data.outcomesChanged
        }
        text += new TextDecoder().decode((await reader.read()).value)
      }
    }
    const first = next()
    // They have been judged once.
    await vi.waitUntil(() => answered > 0, { timeout: 30_000, interval: 5 })
    // A revision without a change of any outcome.
    await save(context)
    await ingestRewards(context, { dataset, model: 'post-model', stage: 'POST', file: swapped() })
    expect(await first).toEqual([
      { name: 'aligned', before: 'PASS', after: 'FAIL', verdict: { outcome: 'FAIL' } },
    ])
    const second = next()
    await removeObjectives(context.connection, id, ['aligned'])
    expect(await second).toEqual([{ name: 'aligned', before: 'FAIL', after: null, verdict: null }])
    await reader.cancel()
  })
})

describe('objectiveProblems', () => {
  it('has what is wrong with each objective, and judges none', async () => {
    const [sqlite] = databases()
    const { asking } = await openSaved(sqlite)
    const objectives = [
      ALIGNED,
      { name: 'a', metric: 'ALIGNMENT', atLeast: 0.5, atMost: 0.6 },
      { name: 'b', metric: 'IMPRINT', feature: 'is_nothing', atLeast: 0 },
      { name: 'c', metric: 'ALIGNMENT', atLeast: 0.5, where: { and: [{ pairId: ['nothing'] }] } },
      { name: 'd', metric: 'ALIGNMENT', atLeast: 0.5, where: { slice: 'nothing' } },
    ]
    const query = `query ($objectives: [ObjectiveInput!]!) {
      dataset(name: "${dataset}") { objectiveProblems(objectives: $objectives) { index at message } }
    }`
    const { dataset: found } = await asking.ask(query, { objectives })
    expect(found.objectiveProblems).toEqual([
      { index: 1, at: 'atMost', message: expect.stringContaining('exactly one of') },
      { index: 2, at: 'feature', message: expect.stringContaining('unknown feature "is_nothing"') },
      { index: 3, at: 'where', message: expect.stringContaining('nothing') },
      { index: 4, at: 'where', message: expect.stringContaining('unknown named slice "nothing"') },
    ])
  })
})
