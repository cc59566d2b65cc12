import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { SEAL_SMALL, shared } from '../graphql/ask.ts'
import { tempFile } from '../pipeline/files.ts'
import { compiled, NAMES, textsIn } from './compiled.ts'

/** In every hostile text, so that it is found where it must not be. */
const MARK = 'hostile'
const MARKUP = `</text><script>alert("${MARK}")</script>&amp;<!--`
const TITLES = [
  `"];(function(){throw "${MARK}"})();["`,
  `datum['${MARK}'].x[0]`,
  `{"signal":"${MARK}"}`,
  '__proto__',
  '__proto__',
  'constructor',
  MARKUP,
  `${MARK} \u0001 \u202e\u2028 new\nline`,
  MARK.repeat(10_000),
  `${'😀'.repeat(100)}\ud83d ${MARK}`,
]
const TOPIC = `${MARK}.a[0] \\\\ </text><script>&`

const [dataset, pre, post, labeler, other, rewriter] = ['d', 'a', 'b', 'l', 'o', 'r'].map(
  (name) => `</a><script>${name}"]+${MARK}`,
)

const fill = async (context: Context) => {
  const features = SEAL_TAXONOMY.features.map((feature, index) => ({
    ...feature,
    title: TITLES[index % TITLES.length].replace('\ud83d ', ''),
  }))
  const labels = tempFile(
    readFileSync(SEAL_SMALL.labels, 'utf8')
      .replaceAll('Health and fitness', TOPIC)
      .replaceAll('Culture and the arts', '__proto__'),
  )
  await ingestPairs(context, { dataset, files: [SEAL_SMALL.pairs], taxonomy: { ...SEAL_TAXONOMY, features } })
  await ingestRewards(context, { dataset, model: pre, stage: 'PRE', file: SEAL_SMALL.pre })
  await ingestRewards(context, { dataset, model: post, stage: 'POST', file: SEAL_SMALL.post })
  await ingestRewards(context, { dataset, model: 'constructor', stage: 'POST', file: SEAL_SMALL.pre })
  await ingestLabels(context, { dataset, labeler, file: labels })
  await ingestLabels(context, { dataset, labeler: other, file: SEAL_SMALL.control })
  await ingestRewrites(context, { dataset, rewriter, file: SEAL_SMALL.rewrites, pre, post, labeler })
}

const CODE = new Set(['signal', 'expr', 'test', 'update', 'init', 'field', 'fields', 'groupby', 'as'])

/** What Vega takes for an expression or for the name of a field. */
const codeIn = (part: unknown, key = ''): string[] => {
  if (typeof part === 'string') return CODE.has(key) ? [part] : []
  if (Array.isArray(part)) return part.flatMap((inner) => codeIn(inner, key))
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([inner, value]) => (inner === 'values' ? [] : codeIn(value, inner)))
}

describe('hostile texts', () => {
  const asking = shared(fill)
  // As the list in the file is read.
  const where = {
    not: { or: [{ topic: [TOPIC.replace('\\\\', '\\'), '__proto__'] }, { text: `${MARK} </text><script>` }] },
  }

  it.each(NAMES)('are only shown in %s: never markup, code, or the name of a field', async (name) => {
    const query = `query ($dataset: String!, $name: FigureName!, $where: PairFilter) {
      dataset(name: $dataset) { audit(where: $where) { figure(name: $name) } }
    }`
    const answer = await asking.ask(query, { dataset, name, where })
    const { figure } = answer.dataset.audit
    const drawn = await compiled(figure)
    expect(codeIn(drawn.vega).filter((code) => code.includes(MARK))).toEqual([])
    expect(drawn.svg).not.toMatch(/<script/i)
    expect(textsIn(drawn).join()).toContain(MARK)
    expect(Math.max(...textsIn(drawn).map((text) => text.length))).toBeLessThan(400)
    expect(JSON.stringify(figure).length).toBeLessThan(200_000)
    const [, width] = /width="(\d+)"/.exec(drawn.svg) ?? []
    expect(Number(width)).toBeLessThan(1600)
  })

  it('keep features of one title apart', async () => {
    const { dataset: answer } = await asking.ask(
      'query ($dataset: String!) { dataset(name: $dataset) { audit { figure(name: PREVALENCE) } } }',
      { dataset },
    )
    const { svg } = await compiled(answer.audit.figure)
    const shown = svg.match(/>__proto__</g) ?? []
    expect(shown).toHaveLength(
      SEAL_TAXONOMY.features.filter((_, index) => TITLES[index % TITLES.length] === '__proto__').length,
    )
  })
})
