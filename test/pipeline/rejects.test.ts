import { describe, expect, it } from 'vitest'
import { rejectsFileOf } from '../../src/pipeline/rejects.ts'

describe('the name of a rejects file', () => {
  it('is what tells the command from others', () => {
    expect(rejectsFileOf('r', ['my data', 'rewards', 'a/b', 'x.csv'])).toBe(
      'r/my_data-rewards-a_b-x.csv.rejects.csv',
    )
  })

  it.each([
    ['long', 'm'.repeat(300)],
    ['of other letters', 'модель'],
  ])('is its own and fits a file system, for names that are %s', (_, name) => {
    const files = ['', '2'].map((end) => rejectsFileOf('r', ['d', 'rewards', name + end]))
    expect(new Set(files).size).toBe(2)
    for (const file of files) expect(Buffer.byteLength(file)).toBeLessThan(200)
  })
})
