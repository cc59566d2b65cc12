/** `npm run bench:score`: tokens a second of the scorer, of bare sessions on its batches, and of two plain ways. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { parallel } from '../../src/async/parallel.ts'
import { type Batch, batchesOf } from '../../src/score/batches.ts'
import { feedOf } from '../../src/score/feed.ts'
import type { Encoded } from '../../src/score/input.ts'
import { openOnnxScorer } from '../../src/score/onnx.ts'
import { pairInput } from '../../src/score/pair-input.ts'
import { openSessions } from '../../src/score/sessions.ts'
import { openTokenizer } from '../../src/score/tokenizer.ts'
import { noOptions } from '../no-options.ts'
import { randomStreams } from '../synthetic/random.ts'
import { writeTinyModel } from '../synthetic/tiny-model.ts'
import { machine } from './machine.ts'
import { median, printTable } from './table.ts'

noOptions('bench:score', 'the ONNX scorer beside others (BENCH_TEXTS, of 320; BENCH_ROUNDS, of 3)')

const TEXTS = Number(process.env.BENCH_TEXTS ?? 320)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const MODEL = { hidden: 384, layers: 6, heads: 12, maxLength: 512 }
const [SHORTEST, LONGEST] = [16, 512]
const BUDGET = 1024
const workers = availableParallelism()

/** Conversations of 16 to 512 tokens, evenly spread: a word of them is a token. */
const conversations = () => {
  const { texts: random } = randomStreams(1, ['texts'])
  const words = (count: number) => Array(Math.max(1, count)).fill('the').join(' ')
  return Array.from({ length: TEXTS }, () => {
    const tokens = SHORTEST + random.below(LONGEST - SHORTEST + 1) - 14
    const prompt = Math.floor(tokens * random.uniform())
    return { text: `\n\nHuman: ${words(prompt)}\n\nAssistant: ${words(tokens - prompt)}` }
  })
}

const directory = mkdtempSync(path.join(tmpdir(), 'seal-bench-score-'))
writeTinyModel(directory, MODEL)
const file = path.join(directory, 'model.onnx')
const items = conversations()
const input = pairInput(openTokenizer(path.join(directory, 'tokenizer.json')), MODEL.maxLength)
const encode = async (item: { text: string }): Promise<Encoded> => {
  const encoded = await input.encode(item)
  if ('reason' in encoded) throw new Error(encoded.reason)
  return encoded
}
const encoded = await Promise.all(items.map(encode))
const tokens = encoded.reduce((sum, { ids }) => sum + ids.length, 0)
const lengths = encoded.map(({ ids }) => ids.length)

const scorer = await openOnnxScorer({ path: directory, budget: BUDGET, workers })
const sessions = await openSessions(workers, { file, providers: ['cpu'], head: 'reward' })
const whole = await InferenceSession.create(file, { intraOpNumThreads: availableParallelism() })

const score = async () => {
  let done = 0
  for await (const batch of scorer.score(items)) done += batch.length
  if (done !== TEXTS) throw new Error(`${done} of ${TEXTS} texts were scored`)
}
const inSessions = async (batches: readonly Batch<Encoded>[]) => {
  async function* tasks() {
    for (const batch of batches) yield async () => [await sessions.run(feedOf(batch, 0))]
  }
  for await (const _ of parallel(tasks, 2 * workers));
}
const bare = batchesOf(encoded, { budget: BUDGET, masked: true })
const fixed: Batch<Encoded>[] = []
for (let start = 0; start < TEXTS; start += 16) {
  const some = encoded.slice(start, start + 16)
  fixed.push({ items: some, length: Math.max(...some.map(({ ids }) => ids.length)) })
}
const oneByOne = async () => {
  for (const item of items) {
    const one = await encode(item)
    const { ids, mask, types, length } = feedOf({ items: [one], length: one.ids.length }, 0)
    const tensor = (values: BigInt64Array) => new Tensor('int64', values, [1, length])
    await whole.run({ input_ids: tensor(ids), attention_mask: tensor(mask), token_type_ids: tensor(types) })
  }
}

const usefulOf = (batches: readonly Batch<Encoded>[]) =>
  `${((100 * tokens) / batches.reduce((sum, { items, length }) => sum + items.length * length, 0)).toFixed(0)} %`
const WAYS = [
  { name: 'the scorer', useful: usefulOf(bare), run: score },
  { name: 'bare session.run, same batches and workers', useful: usefulOf(bare), run: () => inSessions(bare) },
  { name: 'one by one, one session with all threads', useful: '100 %', run: oneByOne },
  {
    name: 'batches of 16 in file order, same workers',
    useful: usefulOf(fixed),
    run: () => inSessions(fixed),
  },
]

console.log(
  `${machine()}\n${TEXTS} texts of ${Math.min(...lengths)} to ${Math.max(...lengths)} tokens; ` +
    `${MODEL.layers} layers, ${MODEL.hidden} wide; ${workers} workers; median of ${ROUNDS} rounds\n`,
)
try {
  const rates = WAYS.map(() => [] as number[])
  // Round by round, so that whatever else the machine does hits all of them.
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, { run }] of WAYS.entries()) {
      const begun = performance.now()
      await run()
      rates[way].push((1000 * tokens) / (performance.now() - begun))
    }
  }
  const own = median(rates[0])
  printTable(
    'Scoring',
    ['', 'useful tokens', 'tokens/s', 'the scorer is'],
    WAYS.map(({ name, useful }, way) => {
      const rate = median(rates[way])
      return [name, useful, rate.toFixed(0), `${(own / rate).toFixed(2)} ×`]
    }),
  )
} finally {
  await scorer.close()
  await sessions.close()
  rmSync(directory, { recursive: true, force: true })
}
