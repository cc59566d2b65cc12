import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { pairsCommand } from '../../src/imports/pairs-command.ts'
import { ingestPairs, type PairsOptions } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openAll } from '../databases.ts'
import { textOf } from '../pages.ts'

const FORMATS = path.resolve('test/fixtures/formats')

/** The rows of the page's table, as a shell takes them apart: no value of these has a blank in it. */
const commands = [...textOf('scripts/docs/formats.md').matchAll(/^\| [^|]+ \| `([^`]+)` \| [^|]+ \|$/gm)]
  .map(([, command]) => command)
  .filter((command) => /\.(jsonl|json|csv|parquet)$/.test(command))

/** What comes of each: pairs, ties, prompts, rewards; attributes of pairs, and of entries. */
const EXPECTED: Record<string, [number, number, number, number, string, string]> = {
  '../seal-small/pairs.jsonl': [600, 0, 600, 0, '', ''],
  'trl.jsonl trl.parquet': [6, 0, 6, 0, '', ''],
  'tools.jsonl': [2, 0, 2, 0, '', ''],
  'ultrafeedback-binarized.jsonl': [4, 0, 3, 0, 'prompt_id', 'score'],
  'dpo-mix.jsonl': [2, 0, 2, 0, 'dataset', 'rating'],
  'skywork-reward-preference.jsonl': [4, 0, 3, 0, 'source', ''],
  'orca-dpo-pairs.jsonl': [4, 0, 4, 0, '', ''],
  'distilabel-orca.jsonl': [4, 1, 3, 0, 'in_gsm8k_train status', 'order rating score'],
  'synthetic-instruct.jsonl': [4, 0, 3, 0, '', ''],
  'reward-bench.jsonl': [4, 0, 3, 0, 'id', 'model'],
  'webgpt.jsonl': [4, 1, 3, 0, 'question.dataset question.id', 'score'],
  'summarize-from-feedback.jsonl': [
    ...([3, 0, 2, 0] as const),
    'batch choice extra.confidence info.id info.site info.subreddit split worker',
    'note policy',
  ],
  'helpsteer2-preference.jsonl': [
    ...([3, 1, 3, 0] as const),
    'preference_elaboration preference_statement preference_strength split',
    '',
  ],
  'helpsteer2-ratings.jsonl': [
    ...([3, 1, 3, 0] as const),
    '',
    'coherence complexity correctness helpfulness verbosity',
  ],
  'helpsteer3-preference.jsonl': [3, 1, 3, 0, 'domain language overall_preference', ''],
  'pku-saferlhf.jsonl': [
    ...([3, 0, 3, 0] as const),
    'better_response_id prompt_source safer_response_id',
    'harm_category.Privacy Violation harm_category.Sexual Content harm_category.Violence is_better is_safe is_safer severity_level sha256 source',
  ],
  'shp.jsonl': [
    ...([3, 0, 2, 0] as const),
    'domain labels post_id score_ratio seconds_difference upvote_ratio',
    'c_root_id created_at_utc score',
  ],
  'arena-conversations.jsonl': [
    ...([4, 2, 4, 0] as const),
    'anony judge language openai_moderation.categories.hate openai_moderation.category_scores.hate openai_moderation.flagged question_id toxic_chat_tag.roberta-large.flagged toxic_chat_tag.roberta-large.probability tstamp turn winner',
    'model',
  ],
  'arena-human-preference.csv': [3, 1, 3, 0, 'id', 'model'],
  'stack-exchange-paired.jsonl': [4, 0, 3, 0, 'date qid', ''],
  'ultrafeedback.jsonl': [
    ...([9, 1, 3, 0] as const),
    'source',
    'annotations.helpfulness.Rating annotations.instruction_following.Rating annotations.truthfulness.Rating critique custom_system_prompt fine-grained_score model overall_score principle',
  ],
  'nectar.jsonl': [6, 0, 3, 0, 'good_natured num_responses turns', 'model rank'],
  'reward-bench-2.jsonl': [
    ...([8, 1, 2, 0] as const),
    'additional_metadata.method id num_correct num_incorrect total_completions',
    'model',
  ],
  'rm-bench.json': [18, 0, 2, 0, 'domain id', 'style'],
  'rmb-pairwise.json': [4, 0, 3, 0, 'category_path pair_uid', 'llm_name score'],
  'rmb-best-of-n.json': [4, 0, 2, 0, 'bon_uid category_path', 'llm_name'],
  'oasst-trees.jsonl': [
    ...([4, 0, 4, 0] as const),
    'message_tree_id tree_state',
    'labels.quality.count labels.quality.value lang message_id rank synthetic',
  ],
  'oasst-messages.jsonl': [
    ...([4, 0, 4, 0] as const),
    'message_tree_id tree_state',
    'created_date deleted lang message_id rank review_count review_result synthetic user_id',
  ],
  'rewardbench.jsonl': [3, 0, 3, 6, '', ''],
  'reward-bench-scores.json': [3, 0, 3, 6, 'id model model_type', ''],
  'reward-bench-2-scores.json': [8, 1, 2, 16, 'chat_template id model model_type num_correct', ''],
  'rm-bench-scores.json': [18, 0, 2, 36, 'domain id', 'style'],
  'with-rewards.jsonl': [4, 0, 3, 8, 'margin', ''],
  'of-no-format.jsonl': [4, 1, 4, 0, 'annotator task.kind uid', ''],
}
/** With options that change what comes of a file. */
const OTHERS: typeof EXPECTED = {
  '--pairs best-worst ultrafeedback.jsonl': [3, 0, 3, ...EXPECTED['ultrafeedback.jsonl'].slice(3)] as never,
}

const filesOf = (command: string) => command.split(' ').filter((word) => /\.\w+$/.test(word))
const expectedOf = (command: string) => OTHERS[command] ?? EXPECTED[filesOf(command).slice(0, 2).join(' ')]

/** What the command line makes of the rest of a command. */
const optionsOf = async (words: readonly string[]): Promise<PairsOptions> => {
  const found: PairsOptions[] = []
  const command = pairsCommand((options, files) => {
    found.push({ ...options, files, taxonomy: undefined })
  })
  await command.exitOverride().parseAsync(words, { from: 'user' })
  return found[0]
}

describe('the datasets of scripts/docs/formats.md', () => {
  let all: Awaited<ReturnType<typeof openAll>>
  beforeAll(async () => {
    const { url, drop } = await databases()[0].create()
    all = await openAll(url)
    return async () => {
      await all.close()
      await drop()
    }
  })

  it('are all that there are files of', () => {
    expect(commands.length).toBe(Object.keys(EXPECTED).length + 2)
  })

  it.each(commands.map((command, index) => [command, `d${index}`]))('%s', async (command, dataset) => {
    const words = command.split(' ')
    const files = filesOf(command)
    const placed = words.map((word) => (files.includes(word) ? path.join(FORMATS, word) : word))
    const { counts, tally } = await ingestPairs(
      all.context,
      await optionsOf(['--dataset', dataset, ...placed]),
    )
    expect([counts.rejected, tally.pairs]).toEqual([0, counts.read])
    const query = async (sql: string) => {
      const of = `dataset_id = (SELECT id FROM dataset WHERE name = '${dataset}')`
      return all.connection.query(sql.replace('$d', of))
    }
    const [[pairs, ties, prompts]] = await query(
      'SELECT count(*), coalesce(sum(CAST(tie AS int)), 0), count(DISTINCT group_key) FROM pair WHERE $d',
    )
    const [[rewards]] = await query('SELECT count(*) FROM reward WHERE $d')
    const names = (await query('SELECT scope, name FROM attribute WHERE $d')) as string[][]
    const of = (scope: string) => names.flatMap(([which, name]) => (which === scope ? [name] : []))
    const attributes = ['PAIR', 'ENTRY'].map((scope) => of(scope).sort().join(' '))
    expect([pairs, ties, prompts, rewards, ...attributes]).toEqual(expectedOf(command))
  })
})
