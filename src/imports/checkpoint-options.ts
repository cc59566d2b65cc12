import { Option } from 'commander'
import { LAST_STEP } from '../domain/checkpoint.ts'
import { name, wholeNumber } from './option-values.ts'

/** Where a reward model stands; given again, they change it. */
export const SERIES = new Option(
  '--series <name>',
  'the training run that the model is a checkpoint of; left out: as it was',
).argParser(name)
export const STEP = new Option(
  '--step <number>',
  'where in its series the model stands, such as the training step; left out: as it was',
).argParser(wholeNumber(0, LAST_STEP))
