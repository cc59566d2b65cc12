import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingestPairs } from '../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../src/pipeline/ingest-rewards.ts'
import { databases, openAll, type TestDatabase } from './databases.ts'
import { blocksOf } from './pages.ts'

const PAIRS = path.resolve('test/fixtures/seal-small/pairs.jsonl')
const [writing, ...ways] = blocksOf('scripts/docs/score.md').flatMap(({ info, code }) =>
  info === 'test/rewards-from-elsewhere.test.ts' ? [code] : [],
)

/** Stand-ins for libraries and models that can't be had here: a text's reward is its length / 8. */
const STAND_INS = {
  'torch.py': `
from contextlib import nullcontext as inference_mode
class Tensor(float):
    def item(self): return float(self)
`,
  'transformers.py': `
from types import SimpleNamespace
from torch import Tensor
class Tokens(dict):
    def to(self, device): return self
class Tokenizer:
    eos_token = ""
    def __call__(self, text, **options): return Tokens(input_ids=text)
    def apply_chat_template(self, messages, tokenize): return "".join(message["content"] for message in messages)
class Model:
    device = "cpu"
    def eval(self): return self
    def __call__(self, input_ids): return SimpleNamespace(logits=Tensor(len(input_ids) / 8))
class AutoTokenizer:
    @staticmethod
    def from_pretrained(name, **options): return Tokenizer()
class AutoModelForSequenceClassification:
    @staticmethod
    def from_pretrained(name, num_labels): return Model()
`,
  'vllm.py': `
from types import SimpleNamespace
class PoolingParams:
    def __init__(self, use_activation): self.raw = not use_activation
class LLM:
    def __init__(self, model, runner): pass
    def classify(self, texts, pooling_params):
        assert pooling_params.raw
        return [SimpleNamespace(outputs=SimpleNamespace(probs=[len(text) / 8])) for text in texts]
`,
}
/** What is there after training with TRL. */
const TRAINED = `
from types import SimpleNamespace
from transformers import Model, Tokenizer
trainer = SimpleNamespace(model=Model(), processing_class=Tokenizer())
`

const home = mkdtempSync(path.join(tmpdir(), 'seal-rewards-'))
let database: TestDatabase
let all: Awaited<ReturnType<typeof openAll>>
beforeAll(async () => {
  for (const [name, code] of Object.entries(STAND_INS)) writeFileSync(path.join(home, name), code)
  database = await databases()[0].create()
  all = await openAll(database.url)
  await ingestPairs(all.context, { dataset: 'd', files: [PAIRS] })
})
afterAll(async () => {
  await all.close()
  await database.drop()
  rmSync(home, { recursive: true, force: true })
})

/** The CSV that a way of the page writes for a file of pairs. */
const rewardsBy = (code: string, pairs: string): string => {
  const cwd = mkdtempSync(path.join(home, 'run-'))
  copyFileSync(pairs, path.join(cwd, 'pairs.jsonl'))
  const script = path.join(cwd, 'rewards.py')
  const before = code.includes('trainer.') ? TRAINED : ''
  writeFileSync(script, `${before}${writing}${code}`)
  execFileSync('python3', ['-W', 'error', script], { cwd, env: { ...process.env, PYTHONPATH: home } })
  return path.join(cwd, 'rewards.csv')
}

describe('rewards from elsewhere', () => {
  it.each([['transformers'], ['trainer.'], ['vllm']])(
    '%s gives a CSV that can be brought in',
    async (name) => {
      const code = ways.find((way) => way.includes(name))!
      const file = rewardsBy(code, PAIRS)
      const pairs = readFileSync(PAIRS, 'utf8').trim().split('\n')
      const expected = pairs.map((line, row) => {
        const { chosen, rejected } = JSON.parse(line)
        return `${row},${chosen.length / 8},${rejected.length / 8}`
      })
      const [header, ...rows] = readFileSync(file, 'utf8').trim().split('\r\n')
      expect(header).toBe('row_id,chosen_score,rejected_score')
      const numbers = (row: string) => row.split(',').map(Number)
      expect(rows.map(numbers)).toEqual(expected.map(numbers))
      const { counts } = await ingestRewards(all.context, { dataset: 'd', model: name, stage: 'POST', file })
      expect(counts).toMatchObject({ read: 600, rejected: 0 })
    },
  )

  it('takes a prompt beside messages, as TRL has them', () => {
    mkdirSync(path.join(home, 'trl'))
    const pairs = path.join(home, 'trl/pairs.jsonl')
    const said = (role: string, content: string) => [{ role, content }]
    const row = {
      prompt: said('user', '12345678'),
      chosen: said('assistant', '12345678'),
      rejected: said('assistant', '1234'),
    }
    writeFileSync(pairs, `${JSON.stringify(row)}\n`)
    const file = rewardsBy(ways.find((way) => way.includes('trainer.'))!, pairs)
    expect(readFileSync(file, 'utf8')).toBe('row_id,chosen_score,rejected_score\r\n0,2.0,1.5\r\n')
  })
})
