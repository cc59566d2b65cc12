import { describe, expect, it } from 'vitest'
import { missingOf, unmet } from '../../src/web/parts/missing-commands.ts'

const commands = (...given: Parameters<typeof missingOf>) =>
  missingOf(...given).flatMap(({ commands }) => commands)

describe('what a dataset lacks', () => {
  it('is what its audit has no name for, each thing once', () => {
    expect(unmet(['PRE', 'POST', 'LABELS', 'POST'], { pre: 'a', post: null, labeler: null })).toEqual([
      'POST',
      'LABELS',
    ])
    expect(unmet(['PAIRS', 'REWRITES'], { pre: null, post: null, labeler: null })).toEqual([])
  })

  it('is brought by commands that a shell takes, whatever the dataset is called', () => {
    expect(commands(['PAIRS', 'PRE'], 'demo')).toEqual(['npm run ingest -- pairs --dataset demo FILE'])
    expect(commands(['PRE'], "it's $HOME")).toEqual([
      "npm run ingest -- rewards --dataset 'it'\\''s $HOME' --model NAME --stage PRE FILE.csv",
    ])
  })

  it('is no rewards at all where there is neither model', () => {
    expect(missingOf(['POST', 'PRE', 'LABELS'], 'demo').map(({ what }) => what.split(/[.:]/)[0])).toEqual([
      'There are no rewards',
      'There are no labels',
    ])
    expect(commands(['PRE', 'POST'], 'demo')).toHaveLength(2)
  })
})
