import { clipped } from '../domain/clipped.ts'
import { counted } from '../domain/words.ts'
import type { Count } from '../metrics/topics.ts'
import { beside } from './drawing/beside.ts'
import { emptyPanel } from './drawing/empty.ts'
import { sliceOf } from './drawing/slice-of.ts'
import { FULL, SHORT } from './drawing/text.ts'
import { GREY, PALETTE, panelTitle } from './drawing/theme.ts'
import type { Panel, Spec } from './drawing/vega-lite.ts'
import { figure } from './figure.ts'

/** A labeler may invent topics: the most frequent ones are shown, the others counted. */
const SHOWN = 20
const WIDTH = 280

const bars = (
  counts: readonly Count[],
  { title, name, none }: { title: string; name: 'topics' | 'discriminations'; none: string },
): Panel => {
  if (counts.length === 0) return emptyPanel(none, { title, width: WIDTH, height: 100 })
  const shown = counts.slice(0, SHOWN)
  const more = counts.length - shown.length
  const values = shown.map(({ key, pairs, entries }, row) => ({
    row,
    label: clipped(key, FULL),
    entries,
    pairs,
    where: sliceOf({ [name === 'topics' ? 'topic' : 'discrimination']: [key] }),
  }))
  const y: Spec = {
    field: 'row',
    type: 'ordinal',
    title: null,
    scale: { domain: values.map(({ row }) => row) },
    axis: { labelExpr: `${name}[datum.value]`, ticks: false, domain: false, labelPadding: 6 },
  }
  const x: Spec = {
    field: 'entries',
    type: 'quantitative',
    scale: { domain: [0, shown[0].entries * 1.15], nice: false },
    axis: { title: 'entries', format: ',d', tickCount: 4, tickMinStep: 1 },
  }
  return {
    spec: {
      title: panelTitle(
        more > 0 ? `${title}: the first ${SHOWN}, without ${counted(more, 'rarer one')}` : title,
      ),
      width: WIDTH,
      height: values.length * 20,
      data: { values },
      encoding: { y, x },
      layer: [
        {
          mark: { type: 'bar', color: PALETTE.blue, height: { band: 0.7 }, cursor: 'pointer' },
          encoding: {
            tooltip: [
              { field: 'label', type: 'nominal', title: 'of' },
              { field: 'entries', type: 'quantitative', title: 'entries' },
              { field: 'pairs', type: 'quantitative', title: 'pairs, on either entry' },
            ],
          },
        },
        {
          mark: { type: 'text', align: 'left', dx: 4, fontSize: 10, color: GREY },
          encoding: { text: { field: 'entries', type: 'quantitative', format: ',d' } },
        },
      ],
    },
    params: [{ name, value: shown.map(({ key }) => clipped(key, SHORT)) }],
  }
}

/** Most frequent first. */
export const topics = figure({
  name: 'TOPICS',
  about: 'Topics and kinds of discrimination that the labeler found (Figure 15 of the paper).',
  title: 'Topics',
  args: [],
  needs: ['LABELS'],
  ask: ({ ask }) => Promise.all([ask('topics', {}), ask('discriminations', {})]),
  draw: ([topics, discriminations]) => ({
    title: 'Topics, and groups that entries discriminate against',
    notes: ['An entry can have several topics, or none.'],
    ...beside(
      [
        bars(topics, { title: 'Topics', name: 'topics', none: 'no entry of the slice has a topic' }),
        bars(discriminations, {
          title: 'Discrimination',
          name: 'discriminations',
          none: 'no entry of the slice is labeled as discriminating against anyone',
        }),
      ],
      { columns: 2 },
    ),
  }),
})
