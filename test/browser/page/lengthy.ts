import { randomStreams } from '../../../scripts/synthetic/random.ts'
import type { Context } from '../../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../../src/pipeline/ingest-rewards.ts'
import { conversation, csv, REWARDS, tempFile } from '../../pipeline/files.ts'

const PAIRS = 397
const dataset = 'lengthy'
const WORDS = [
  'a',
  'the',
  'kettle',
  'teapot',
  'water',
  'is',
  'boils',
  'never',
  'often',
  'green',
  'black',
  'and',
]

/** What a model gives for a word, in standard deviations of its noise. Its name may be anything. */
const PER_WORD = { v0: 0, '<img src=x onerror="window.hit = 1">': 0.05, v2: -0.02 }

/** Answers of one word to sixty, of which people like the shorter; nobody labeled them, and a model learned to like length. */
export const ingestLengthy = async (context: Context): Promise<void> => {
  const { texts, people, noise } = randomStreams(1, ['texts', 'people', 'noise'])
  const below = (most: number) => Math.floor(most * texts.uniform())
  const answer = () => {
    const words = Array.from({ length: 1 + below(60) }, () => WORDS[below(WORDS.length)]!)
    return `${words.join(' ')}${'.?!'[below(3)]}`
  }
  const length = (text: string) => text.split(' ').length
  const pairs = Array.from({ length: PAIRS }, () => {
    const [shorter, longer] = [answer(), answer()].sort((a, b) => length(a) - length(b))
    return people.uniform() < 0.65 ? ([shorter!, longer!] as const) : ([longer!, shorter!] as const)
  })
  const lines = pairs.map((pair, row) => {
    const [chosen, rejected] = pair.map((text) => conversation(text, `Tea, for the ${row}th time?`))
    return `${JSON.stringify({ chosen, rejected })}\n`
  })
  await ingestPairs(context, { dataset, files: [tempFile(lines.join(''))] })
  for (const [step, [model, perWord]] of Object.entries(PER_WORD).entries()) {
    const rewards = pairs.map((pair, row) => [
      row,
      ...pair.map((text) => perWord * length(text) + noise.normal()),
    ])
    const stage = model === 'v0' ? 'PRE' : 'POST'
    const file = tempFile(csv(REWARDS, rewards))
    await ingestRewards(context, { dataset, model, stage, series: 'lengths', step: 1000 * step, file })
  }
}
