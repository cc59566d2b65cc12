import { featureIndex } from './features.ts'
import type { Random } from './random.ts'
import {
  DISHONEST,
  ELOQUENT,
  HARMFUL,
  INCOHERENT,
  NEGATIVE,
  POSITIVE,
  REFUSALS,
  REMARKS,
  STATEMENTS,
  sentence,
  UNHELPFUL,
} from './sentences.ts'
import type { Vocabulary } from './vocabulary.ts'

const STATEMENT_LENGTH = 80

const separator = (before: string, after: string, random: Random): string => {
  if (before.includes('\n') || after.includes('\n')) return '\n'
  return random.chance(0.08) ? '\n\n' : ' '
}

/** Sentences on the topic, about `length` characters in all, but at least one. */
export const statements = (vocabulary: Vocabulary, length: number, random: Random): string => {
  let text = sentence(STATEMENTS, vocabulary, random)
  let previous = text
  while (text.length + STATEMENT_LENGTH / 2 < length) {
    const next = sentence(STATEMENTS, vocabulary, random)
    text += separator(previous, next, random) + next
    previous = next
  }
  return text
}

const at = {
  refusal: featureIndex('last_response_is_refusal'),
  helpful: featureIndex('last_response_is_helpful'),
  harmless: featureIndex('last_response_is_harmless'),
  honest: featureIndex('last_response_is_honest'),
  coherent: featureIndex('last_response_is_coherent'),
  sentiment: featureIndex('last_response_sentiment'),
  eloquent: featureIndex('last_response_is_eloquent'),
}

const remarks = Object.entries(REMARKS).map(([name, from]) => ({ index: featureIndex(name), from }))

/** How the label of an answer stretches it; 1 on average. */
const stretch = (values: Int8Array): number => {
  if (values[at.refusal] === 1) return 0.5
  if (values[at.eloquent] === 1) return 1.35
  return values[at.helpful] === 1 ? 0.95 : 0.75
}

/** An answer that reads a little like its labels. */
export const answer = (values: Int8Array, vocabulary: Vocabulary, length: number, random: Random): string => {
  const opening: string[] = []
  const say = (from: Parameters<typeof sentence>[0]) => opening.push(sentence(from, vocabulary, random))
  if (values[at.sentiment] > 0) say(POSITIVE)
  if (values[at.sentiment] < 0) say(NEGATIVE)
  if (values[at.refusal] === 1) say(REFUSALS)
  else if (values[at.helpful] === 0) say(UNHELPFUL)
  if (values[at.harmless] === 0) say(HARMFUL)
  if (values[at.honest] === 0) say(DISHONEST)
  if (values[at.coherent] === 0) say(INCOHERENT)
  if (values[at.eloquent] === 1) say(ELOQUENT)
  for (const { index, from } of remarks) if (values[index] === 1) say(from)
  const start = opening.join(' ')
  const left = length * stretch(values) - start.length
  if (opening.length > 0 && left < STATEMENT_LENGTH / 2) return start
  const rest = statements(vocabulary, left, random)
  return opening.length > 0 ? start + separator(start, rest.slice(0, STATEMENT_LENGTH), random) + rest : rest
}
