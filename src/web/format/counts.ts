import { count } from './numbers.ts'

export const counted = (number: number, noun: string): string =>
  `${count(number)} ${noun}${number === 1 ? '' : 's'}`

type Counts = { pairs: number; prompts: number; ties?: number }

/** Of how many prompts pairs and ties are, and how many ties there are; nothing where every prompt has one pair. */
export const promptsAndTies = ({ pairs, prompts, ties = 0 }: Counts): string[] => [
  ...(prompts < pairs + ties ? [counted(prompts, 'prompt')] : []),
  ...(ties > 0 ? [counted(ties, 'tie')] : []),
]

/** How many pairs there are, ties among them. */
export const sizeOf = (coverage: { pairs: number; ties: number } | null): number | undefined =>
  coverage ? coverage.pairs + coverage.ties : undefined
