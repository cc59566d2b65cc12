import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addRow,
  crossProduct,
  designOf,
  keepColumns,
  quadraticForms,
  timesVector,
  transposedTimes,
} from '../../src/stats/design.ts'
import { expectAgree } from '../golden/agree.ts'

const small = fc.integer({ min: -3, max: 3 })
const columnsOf = (rows: number) =>
  fc.array(fc.array(small, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 4 })
const designs = fc.tuple(fc.integer({ min: 1, max: 11 }).chain(columnsOf), fc.boolean())

describe('a design', () => {
  it('whose rows are full gives what one of short rows gives', () => {
    let full = 0
    fc.assert(
      fc.property(designs, fc.infiniteStream(small), ([columns, intercept], numbers) => {
        const rows = columns[0].length
        const shape = { rows, intercept }
        const codes = designOf(
          columns.map((column) => Int8Array.from(column)),
          shape,
        )
        expect(codes.isFull).toBe(false)
        // Columns about their most frequent value: of small whole numbers, and of any.
        const about = columns.map((column, index) =>
          Float64Array.from(column, (value) => value - codes.base[index + (intercept ? 1 : 0)]),
        )
        const some = designOf(about, { rows, intercept: false })
        const sparse = designOf(
          about.map((column) => Int8Array.from(column)),
          { rows, intercept: false },
        )
        if (some.isFull) full++
        const take = (count: number) => Float64Array.from({ length: count }, () => numbers.next().value)
        const [b, z, weights] = [take(some.width), take(rows), take(rows).map(Math.abs)]
        const matrix = crossProduct(sparse, weights)
        const total = [some, sparse].map(() => new Float64Array(some.width))
        addRow(some, rows - 1, 2, total[0])
        addRow(sparse, rows - 1, 2, total[1])
        const kept = keepColumns(some, [some.width - 1])
        expectAgree(
          [
            crossProduct(some, weights),
            timesVector(some, b),
            transposedTimes(some, z),
            quadraticForms(some, matrix),
            total[0],
            timesVector(kept, [2]),
          ],
          [
            matrix,
            timesVector(sparse, b),
            transposedTimes(sparse, z),
            quadraticForms(sparse, matrix),
            total[1],
            timesVector(keepColumns(sparse, [some.width - 1]), [2]),
          ],
        )
      }),
      { numRuns: 300 },
    )
    expect(full).toBeGreaterThan(50)
  })
})
