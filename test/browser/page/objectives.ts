import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { saveObjectives } from '../../../src/store/objectives.ts'
import { write } from '../../graphql/ask.ts'
import { HOSTILE } from './datasets.ts'
import { ask, database, open, page, settled, tableOf } from './opened.ts'
import { pValue, share } from './shown.ts'

/** Of the lengthy dataset: the first holds, the second can't be told, the third fails; the last names nothing that there is. */
const OBJECTIVES = [
  { name: 'better than chance', metric: 'ALIGNMENT', post: 'v2', atLeast: 0.3 },
  { name: 'on few pairs', metric: 'ALIGNMENT', where: { rowId: { lte: 19 } }, post: 'v2', atLeast: 0.5 },
  { name: HOSTILE, metric: 'ALIGNMENT', where: { text: 'kettle' }, post: 'v0', atLeast: 0.9 },
  { name: 'of a model that is gone', metric: 'ALIGNMENT', post: 'gone', atLeast: 0.5 },
]

const keep = (dataset: string, objectives: readonly { name: string }[]) =>
  write(database.url, async ({ connection, prisma }) => {
    const { id } = await prisma.dataset.findUniqueOrThrow({ where: { name: dataset } })
    const kept = objectives.map(({ name, ...rest }) => ({
      name,
      objective: { name, ...rest },
      baseline: null,
    }))
    await saveObjectives(connection, id, kept)
  })

type Verdict = {
  name: string
  outcome: 'PASS' | 'FAIL' | 'INCONCLUSIVE'
  asked: string
  message: string
  pairs: number
  adjustedPValue: number | null
  oppositePValue: number | null
  detectable: number | null
  estimate: { estimate: number | null }
}

const verdicts = async (): Promise<Verdict[]> => {
  const { dataset } = await ask(`{ dataset(name: "lengthy") { objectives {
    name outcome asked message pairs adjustedPValue oppositePValue detectable estimate { estimate }
  } } }`)
  return dataset.objectives
}

const WORDS = { FAIL: '✗ fails', INCONCLUSIVE: '? can’t be told', PASS: '✓ holds' }

const cellsOf = (verdict: Verdict) => [
  ...[verdict.name, WORDS[verdict.outcome], share(verdict.estimate.estimate)],
  pValue(verdict.outcome === 'FAIL' ? verdict.oppositePValue : verdict.adjustedPValue),
  verdict.detectable === null ? '–' : `± ${share(verdict.detectable)}`,
  `${verdict.pairs}`,
]

const TITLE = 'Does it do as it should'

export const objectives = () => {
  it.each(['demo', 'lengthy', 'judged', 'prompted'])(
    'says how objectives come, with a file that works on the dataset: %s',
    async (dataset) => {
      await open({ dataset, view: 'objectives' })
      const { dataset: name, objectives } = parse(await page.locator('.lacking pre').innerText())
      expect(name).toBe(dataset)
      const answer = await ask(
        `query ($objectives: [ObjectiveInput!]!) {
          dataset(name: "${dataset}") { objectiveProblems(objectives: $objectives) { at message } }
        }`,
        { objectives },
      )
      expect(answer.dataset.objectiveProblems).toEqual([])
      expect(await page.locator('.lacking code').allInnerTexts()).toEqual([
        ...['npm run objectives -- objectives.yaml', 'npm run objectives -- objectives.yaml --save'],
      ])
    },
  )

  it('shows what became of them as soon as they are kept, the failing first, and leads to what they are about', async () => {
    await open({ dataset: 'lengthy', view: 'objectives' })
    await keep('lengthy', OBJECTIVES)
    const rows = () => tableOf(TITLE)
    await expect.poll(async () => (await rows()).length, { timeout: 5000 }).toBe(OBJECTIVES.length)
    await settled()
    const judged = await verdicts()
    expect(judged.map(({ outcome }) => outcome)).toEqual(['PASS', 'INCONCLUSIVE', 'FAIL', 'INCONCLUSIVE'])
    const sorted = [judged[2]!, judged[1]!, judged[3]!, judged[0]!]
    expect(await rows()).toEqual(sorted.map(cellsOf))
    expect(await page.locator('.conclusion').innerText()).toBe('1 of 4 fails; of 2 the data can’t tell.')
    const table = page.locator(`section[aria-label^="${TITLE}"] tbody`)
    for (const { message, asked } of judged) {
      expect(await table.innerText()).toContain(message)
      expect(await table.innerText()).toContain(`asked: ${asked}`)
    }
    // The bound of each whose number is known is drawn.
    expect(await table.locator('.reference').count()).toBe(3)
    expect(await page.evaluate(() => 'hit' in window)).toBe(false)
    await table.getByRole('link').first().click()
    await settled()
    expect(await page.getByLabel('Model after').inputValue()).toBe('v0')
    expect(await page.locator('.conditions li').allInnerTexts()).toEqual(['text contains “kettle”×'])
  })

  it('judges objectives that name no model on the one that is chosen', async () => {
    await keep('judged', [{ name: 'any', metric: 'ALIGNMENT', atLeast: 0.1 } as { name: string }])
    await open({ dataset: 'judged', view: 'objectives' })
    expect(await page.locator(`section[aria-label^="${TITLE}"] tbody`).innerText()).toMatch(
      /alignment of judge/,
    )
  })
}
