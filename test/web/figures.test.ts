import { describe, expect, it } from 'vitest'
import { darkened } from '../../src/web/views/figures/dark.ts'
import { emptyReasonOf, fitted } from '../../src/web/views/figures/fitted.ts'

describe('a figure on a dark ground', () => {
  it('is drawn in other colors, and its data stay what they are', () => {
    const spec = {
      mark: { fill: 'white', color: '#000000' },
      data: { values: [{ label: 'white', fill: 'white' }] },
      scale: { scheme: 'viridis', reverse: true, range: ['#0072B2', '#D55E00'] },
      config: { axis: { gridColor: '#E8E8E8', labelLimit: 290 } },
    }
    expect(darkened(spec)).toMatchObject({
      mark: { fill: '#16181c', color: '#e8eaee' },
      data: { values: [{ label: 'white', fill: '#16181c' }] },
      scale: { reverse: false, range: ['#4aa3e0', '#D55E00'] },
      config: { axis: { gridColor: '#2c3038', labelLimit: 290, labelColor: '#e8eaee' } },
    })
  })
})

describe('a figure in its place', () => {
  const panels = { title: { text: 'T' }, concat: [{ width: 300 }, {}], columns: 2 }

  it('is as wide as that, without its title', () => {
    const spec = fitted({ title: { text: 'T' }, width: 460 }, 1000)
    expect(spec).toMatchObject({ width: 'container', background: 'transparent' })
    expect(spec.title).toBeUndefined()
  })

  it('has panels beside each other, on a narrow page below each other with names of their own', () => {
    expect(fitted(panels, 1000)).toMatchObject({ columns: 2, concat: [{ width: 300 }, {}] })
    expect(fitted(panels, 350)).toMatchObject({ columns: 1, concat: [{ width: 280 }, {}] })
    const sharing = { ...panels, concat: [{ width: 300 }, { axis: { labels: false } } as object] }
    expect(fitted(sharing, 1000).concat?.[1]).toEqual({ axis: { labels: false } })
    expect(fitted(sharing, 350).concat?.[1]).toEqual({ axis: { labels: true } })
  })

  it('is a sentence where the server draws nothing but that', () => {
    expect(emptyReasonOf({ data: { values: [{ reason: 'the dataset\nhas no labels' }] } })).toBe(
      'the dataset has no labels',
    )
    expect(emptyReasonOf(panels)).toBe(null)
  })
})
