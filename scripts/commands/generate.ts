import { InvalidArgumentError } from 'commander'
import { InvalidInput } from '../../src/domain/errors.ts'
import { fail, WRONG_USAGE } from '../fail.ts'
import { program } from '../program.ts'

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, such as 5000.')
  return Number(text)
}

type Options = { pairs: number; rewrites: number; seed: number; bytes: number; out: string }

const generate = async ({ out, ...options }: Options) => {
  const terminal = process.stderr.isTTY
  const onProgress = (done: number): void => {
    if (terminal) process.stderr.write(`\r${done} of ${options.pairs} pairs`)
    else if (done % 50_000 === 0) process.stderr.write(`${done} of ${options.pairs} pairs\n`)
  }
  const { generateDataset } = await import('../synthetic/generate-dataset.ts')
  const files = await generateDataset({ ...options, directory: out, onProgress }).catch((error) =>
    fail(error, error instanceof InvalidInput ? WRONG_USAGE : undefined),
  )
  if (terminal) process.stderr.write('\n')
  for (const path of Object.values(files)) console.log(path)
}

export const generateCommand = program('generate')
  .option('--pairs <count>', 'preference pairs', whole, 5000)
  .option('--rewrites <count>', 'pairs that are also rewritten', whole, 300)
  .option('--seed <number>', 'the same seed gives the same files', whole, 1)
  .option('--bytes <count>', 'mean length of an entry', whole, 300)
  .requiredOption('--out <directory>', 'where the files go')
  .action(generate)
