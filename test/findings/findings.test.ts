import { describe, expect, it } from 'vitest'
import { counted, percent, points, probability, range } from '../../src/domain/words.ts'
import { ingestSealSmall, shared } from '../graphql/ask.ts'

type Finding = {
  kind: string
  sentence: string
  evidence: string | null
  feature: { name: string } | null
  pValue: number | null
}
type Ruler = { feature: { name: string }; test: { pValue: number } | null }

describe('findings', () => {
  const api = shared(ingestSealSmall)
  const audit = async (fields: string, where = '') =>
    (await api.ask(`{ dataset(name: "seal-small") { audit${where} { ${fields} } } }`)).dataset.audit
  const ALL = 'findings { kind sentence evidence feature { name } pValue }'
  const of = (findings: Finding[], kind: string) => findings.filter((one) => one.kind === kind)

  it('say what the fields of their evidence say', async () => {
    const { findings, post, pre, alignmentChange, rulers } = await audit(`${ALL}
      post: alignment { score pairs confidenceInterval { lower upper } } pre: alignment(stage: PRE) { score }
      alignmentChange { pValue }
      rulers { feature { name title } higherWins alignment { score pairs } test { pValue } }`)
    const [alignment] = of(findings, 'ALIGNMENT')
    const change = post.score - pre.score
    expect(alignment.sentence).toBe(
      `post-model sides with people on ${percent(post.score)} of ${counted(post.pairs, 'pair')} (95% interval ${range(post.confidenceInterval)}), ${points(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} than pre-model before training (${probability(alignmentChange.pValue)}).`,
    )
    const [preferred] = of(findings, 'PREFERRED')
    const ruler = rulers.find((one: Ruler) => one.feature.name === preferred.feature?.name)
    const { score: right, pairs } = ruler.alignment
    expect(preferred.sentence).toBe(
      `People prefer the response whose “${ruler.feature.title}” is ${ruler.higherWins ? 'higher' : 'lower'} on ${percent(right)} of the ${counted(pairs, 'pair')} that differ in it (${probability(preferred.pValue as number)}).`,
    )
    expect(preferred.pValue).toBeGreaterThanOrEqual(
      Math.min(...rulers.map(({ test }: Ruler) => test?.pValue ?? 1)),
    )
  })

  it('say nothing of before training where there is no other model', async () => {
    const { findings } = await audit(ALL, '(pre: "post-model")')
    expect(of(findings, 'ALIGNMENT')[0].sentence).toMatch(/^post-model sides with people on .*\)\.$/)
    expect(findings.map(({ sentence }: Finding) => sentence).join()).not.toContain('before training')
  })

  it('are few, and none of choices that the slice was selected by', async () => {
    const { findings } = await audit(ALL)
    for (const kind of ['AMPLIFIED', 'NEGLECTED', 'PREFERRED'])
      expect(of(findings, kind).length).toBeLessThanOrEqual(2)
    for (const { pValue } of findings) expect(pValue === null || pValue < 0.05).toBe(true)
    const { findings: selected } = await audit(ALL, '(where: { regime: [STAYED_ALIGNED] })')
    expect(selected.map(({ kind }: Finding) => kind)).not.toContain('AMPLIFIED')
    expect(selected.map(({ kind }: Finding) => kind)).not.toContain('NEGLECTED')
    const { findings: none } = await audit(ALL, '(where: { rowId: { lte: -1 } })')
    expect(none).toEqual([])
  })
})
