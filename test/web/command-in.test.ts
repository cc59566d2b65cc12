import { expect, it } from 'vitest'
import { commandIn } from '../../src/web/views/overview/command-in.ts'

it.each(['hh', `'it'\\''s npm run label -- "x" says --dry-run'`, "'two\nlines'"])(
  'finds the command for the dataset %s',
  (dataset) => {
    const command = `npm run label -- --dataset ${dataset} --labeler NAME --backend openai --dry-run`
    expect(commandIn(`Nobody has. ${command} says what it costs.`)).toEqual({
      ...{ before: 'Nobody has. ', command, after: ' says what it costs.' },
    })
  },
)

it('finds none where there is none', () => {
  expect(commandIn('Nobody has labeled anything.')).toBe(null)
})
