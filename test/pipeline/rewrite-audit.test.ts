import { describe, expect, it } from 'vitest'
import { argumentsOf, repeatable } from '../../scripts/repeatable.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases, openFresh } from '../databases.ts'
import { startFakeOllama } from '../remote/fake-ollama.ts'
import { endOf, startRewrite } from './command-line.ts'
import { manyPairs, tempFile } from './files.ts'

describe('npm run rewrite -- --audit', () => {
  it('says everything that nobody can repeat, before anything is sent', async () => {
    const { context, url } = await openFresh(databases()[0])
    await ingestPairs(context, { dataset: 'd', files: [tempFile(manyPairs(2))] })
    const file = tempFile('row_id,chosen_score,rejected_score\n0,1,2\n1,2,1\n')
    await ingestRewards(context, { dataset: 'd', model: 'before', stage: 'PRE', file })
    const ollama = await startFakeOllama()
    const parameters = [
      '--dataset',
      'd',
      '--rewriter',
      'r',
      '--backend',
      'ollama',
      '--model',
      'm',
      '--yes',
      '--audit',
    ]
    const { code, output } = await endOf(startRewrite(url, parameters, { OLLAMA_HOST: ollama.url }))
    expect(output.trim()).toBe(
      'error: --audit repeats what was done to the originals of dataset "d", but ' +
        'its PRE model "before" was never called here: its rewards were imported; ' +
        'it has no POST model: npm run score makes one; ' +
        'no embedding model was called for it yet: say --embed-path or --embed-model; ' +
        'it has no labeler: npm run label makes one',
    )
    expect(code).toBe(1)
    expect(ollama.received).toEqual([])
  })
})

describe('options that are repeated', () => {
  it('come back as a command line, without those of one call', () => {
    const options = {
      dataset: 'd',
      variant: undefined,
      rowIds: [[1, 2]],
      yes: true,
      wait: true,
      maxLength: 24,
      messages: true,
      quiet: false,
      providers: ['cuda', 'cpu'],
      model: 'it is "one"',
      path: 'models/one',
    }
    expect(argumentsOf(repeatable(options))).toEqual([
      '--max-length=24',
      '--messages',
      '--providers=cuda,cpu',
      '--model=it is "one"',
      `--path=${process.cwd()}/models/one`,
    ])
  })
})
