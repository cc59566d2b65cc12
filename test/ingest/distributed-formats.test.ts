import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PairRecord, ScoredPairRecord } from '../../src/domain/records.ts'
import { detectFormat } from '../../src/ingest/detect-format.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { sampleOf } from '../../src/ingest/sample.ts'
import { openSource } from '../../src/ingest/source.ts'
import { collect, fixture } from './files.ts'

/** Preference data as it is distributed, which is not a part of this project. */
const FORMATS = fixture('formats/README.md') && path.dirname(fixture('formats/README.md') as string)
const here = (name: string) => path.join(FORMATS ?? '', name)

const read = async (name: string, options = {}) => {
  const sample = await sampleOf(here(name))
  const format = detectFormat(sample, name)
  const stream = readPairs(format, await openSource(here(name)), options)
  const { records, rejected, error } = await collect<PairRecord | ScoredPairRecord>(stream.rows)
  expect([error, rejected]).toEqual([null, []])
  expect(stream.tally.pairs).toBe(records.length)
  expect(stream.tally.ties).toBe(records.filter(({ tie }) => tie).length)
  return {
    records,
    format: format.name,
    rows: stream.tally.rows,
    ties: stream.tally.ties,
    notices: stream.notices,
  }
}
const ask = (question: string, answer: string) => `\n\nHuman: ${question}\n\nAssistant: ${answer}`
const QUESTION = 'What is the capital of Australia?'
const ANSWER = 'Canberra. It was chosen in 1908 as a compromise between Sydney and Melbourne.'

describe.skipIf(FORMATS === null)('as distributed', () => {
  it.each([
    ['dpo-mix-7k/train-00000-of-00001.parquet', 'trl', 3, 3, 0],
    ['helpsteer2/preference/preference.jsonl.gz', 'helpsteer2', 6, 6, 1],
    ['helpsteer2/train.jsonl.gz', 'helpsteer-ratings', 12, 6, 2],
    ['nectar/rlaif.parquet', 'nectar', 6, 126, 0],
    ['orca_dpo_pairs/distilabel-intel-orca.jsonl', 'trl', 6, 6, 1],
    ['orca_dpo_pairs/h4_train_prefs-00000-of-00001.parquet', 'trl', 6, 6, 0],
    ['orca_dpo_pairs/orca_rlhf.jsonl', 'trl', 6, 6, 0],
    ['pku-saferlhf/test.jsonl', 'pku-saferlhf', 3, 3, 0],
    ['reward-bench/filtered-00000-of-00001.parquet', 'trl', 6, 6, 0],
    ['reward-bench-2/test-00000-of-00001.parquet', 'rewardbench-2', 7, 38, 10],
    ['rewardbench-out/eval-set-scores/Skywork-Reward-Llama-3.1-8B.json', 'rewardbench', 6, 6, 0],
    ['rewardbench-out/eval-set-scores/custom-dialogue.json', 'rewardbench', 6, 6, 0],
    ['rewardbench-out/pushed_to_hub_train-00000-of-00001.parquet', 'rewardbench', 6, 6, 0],
    ['rewardbench-out/v2/eval-set-scores/MODEL.json', 'rewardbench-2-scores', 7, 38, 10],
    ['rm-bench/chat_filtered.json', 'rm-bench', 5, 45, 0],
    ['rm-bench/results_chat_filtered_MODEL.json', 'rm-bench', 5, 45, 0],
    ['scores/with_rewards.jsonl', 'trl', 6, 6, 0],
    ['skywork-reward-preference-80k/train-00000-of-00001.parquet', 'trl', 6, 6, 0],
    ['summarize_from_feedback/comparisons/batch3.json', 'summarize-from-feedback', 5, 5, 0],
    ['synthetic-instruct-gptj-pairwise/train-00000-of-00001.parquet', 'trl', 7, 7, 0],
    ['trl/standard_explicit.jsonl', 'trl', 1, 1, 0],
    ['trl/standard_implicit.jsonl', 'trl', 1, 1, 0],
    ['trl/tools.jsonl', 'trl', 4, 4, 0],
    ['ultrafeedback-openbmb/sharegpt.jsonl', 'ultrafeedback', 6, 36, 6],
    ['ultrafeedback_binarized/shards-train-00000-of-00002.parquet', 'trl', 3, 3, 0],
    ['ultrafeedback_binarized/shards-train-00001-of-00002.parquet', 'trl', 4, 4, 0],
    ['ultrafeedback_binarized/train_prefs-00000-of-00001.parquet', 'trl', 7, 7, 0],
    ['webgpt/comparisons.jsonl', 'webgpt', 8, 8, 2],
    ['webgpt/train-00000-of-00001.parquet', 'webgpt', 8, 8, 2],
  ])('%s is %s: %i rows, %i pairs, %i of them ties', async (name, ...expected) => {
    const { format, rows, records, ties } = await read(name)
    expect([format, rows, records.length, ties]).toEqual(expected)
    expect(records.map(({ rowId }) => rowId)).toEqual(records.map((_, index) => index))
  })

  it.each([
    ['kto/kto-mix-14k.jsonl', /it looks like single answers, each good or bad \(KTO\), and no pairs$/],
    ['kto/train-00000-of-00001.parquet', /\(KTO\), and no pairs$/],
    ['kto/trl-standard.jsonl', /\(KTO\), and no pairs$/],
    ['rewardbench-out/MODEL.json', /it looks like a summary of results, without the pairs$/],
    ['rewardbench-out/MODEL_all.jsonl', /it looks like scores of pairs, without their texts$/],
    ['rewardbench-out/generative_eval-set-scores.json', /it looks like a judge's results without scores/],
    ['scores/scores.jsonl', /it looks like rewards, for "npm run ingest -- rewards"$/],
  ])('%s is refused with what it is', async (name, message) => {
    const sample = await sampleOf(here(name))
    expect(() => detectFormat(sample, name)).toThrow(message)
  })

  it('every file of RewardBench gives the same pairs and rewards, whatever the template', async () => {
    const files = readdirSync(here('rewardbench-out')).filter((name) => name.startsWith('cli_'))
    for (const file of files) {
      const { records } = await read(`rewardbench-out/${file}`)
      expect(records[0], file).toMatchObject({
        chosen: ask(QUESTION, ANSWER),
        rejected: ask(QUESTION, 'Sydney.'),
        rewards: { rowId: 0, chosen: 2, rejected: 0.5 },
        attributes: { chosen: { model: 'GPT4-Turbo' }, rejected: { model: 'alpaca-7b' } },
      })
    }
    expect(files.length).toBe(19)
  })

  it('what was preferred is chosen, whichever place it has', async () => {
    const { records: preferences } = await read('helpsteer2/preference/preference.jsonl.gz')
    expect(preferences[3]).toMatchObject({
      chosen: ask('¿Cuál es la capital de Perú?', 'La capital del Perú es Lima.'),
      rejected: ask('¿Cuál es la capital de Perú?', 'Cusco.'),
      attributes: { pair: { preference_strength: 2, split: 'train' } },
    })
    // The first turn of several has no marker.
    expect(preferences[2].chosen).toMatch(
      /^\n\nHuman: How do I boil an egg\?\n\nAssistant: Which size\?\n\nHuman: M\.\n\nAssistant: Put it/,
    )
    const { records: summaries } = await read('summarize_from_feedback/comparisons/batch3.json')
    expect(summaries[0].chosen).toMatch(
      /TITLE: Anybody.*\n\nPOST: I had a car.*TL;DR:\n\nAssistant: we suspect/s,
    )
    expect(summaries.map(({ group }) => group)).toEqual([...Array(4).fill('t3_2vwp1w'), 't3_abc'])
    expect(summaries[0].attributes).toMatchObject({
      chosen: { policy: 'ref' },
      rejected: { policy: 'sup4_ppo_rm3_kl10' },
      pair: { worker: 'ikNmucwunMnYJCQpnq6ZYb57OW7NiD', batch: 'batch9', 'extra.confidence': 8 },
    })
    const { records: safer } = await read('pku-saferlhf/test.jsonl', { prefer: 'safer' })
    expect(safer[1].attributes).toMatchObject({
      chosen: { is_safer: true, is_safe: true, severity_level: 0 },
      rejected: { is_safer: false, is_safe: false, 'harm_category.Violence': true },
    })
  })

  it('scores go in as a model’s where somebody says whose they are, else as attributes', async () => {
    const name = 'rm-bench/results_chat_filtered_MODEL.json'
    const { records: scored } = await read(name, { isScored: true })
    expect(scored[1]).toMatchObject({ rewards: { rowId: 1, chosen: 3.2882, rejected: -0.0922 } })
    expect(scored[1].attributes).toMatchObject({
      chosen: { style: 'concise' },
      rejected: { style: 'detailed_plain' },
    })
    const { records } = await read(name)
    expect(records[1]).not.toHaveProperty('rewards')
    expect(records[1].attributes?.chosen).toEqual({ style: 'concise', score: 3.2882 })
  })
})
