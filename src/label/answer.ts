import { z } from 'zod'
import type { LabelRecord } from '../domain/records.ts'
import type { FeatureKind } from '../domain/taxonomy.ts'
import { jsonSchemaOf, readJson } from '../remote/json-answer.ts'
import { tokensIn } from '../remote/tokens.ts'
import { DISCRIMINATIONS, type Questionnaire, TOPICS } from './questionnaire.ts'

export type Answer = Pick<LabelRecord, 'values' | 'topics' | 'discriminatesAgainst'>

/** How values are spelled, as in the reference's answers. */
const SPELLED = {
  BOOLEAN: z.boolean(),
  TERNARY: z.enum(['negative', 'neutral', 'positive']),
} satisfies Record<FeatureKind, z.ZodType>

const VALUES = new Map<unknown, number>([
  [false, 0],
  [true, 1],
  ['negative', -1],
  ['neutral', 0],
  ['positive', 1],
])

/** Exactly what is asked for: every key, no other, values and list items as they are spelled. */
const answerSchema = ({ features, discriminations, topics }: Questionnaire) => {
  const shape: Record<string, z.ZodType> = {}
  for (const { feature, asked } of features) if (asked) shape[feature.name] = SPELLED[feature.kind]
  if (discriminations.length > 0) shape[DISCRIMINATIONS] = z.array(z.enum(discriminations))
  if (topics.length > 0) shape[TOPICS] = z.array(z.enum(topics))
  return z.strictObject(shape)
}

/** The JSON schema that a model's answer is held to, where its server can. */
export const answerJsonSchema = (questionnaire: Questionnaire): Record<string, unknown> =>
  jsonSchemaOf(answerSchema(questionnaire))

/** How many tokens an answer of a common length has: no discrimination, two topics. */
export const typicalAnswerTokens = ({ features, discriminations, topics }: Questionnaire): number => {
  const asked = features.filter((feature) => feature.asked)
  const values = asked.map(({ feature }) => [feature.name, feature.kind === 'BOOLEAN' ? false : 'neutral'])
  const lists = [
    ...(discriminations.length > 0 ? [[DISCRIMINATIONS, []]] : []),
    ...(topics.length > 0 ? [[TOPICS, topics.slice(0, 2)]] : []),
  ]
  return tokensIn(JSON.stringify(Object.fromEntries([...values, ...lists])))
}

/** What reads the answers to a questionnaire. Throws InvalidAnswer saying what is wrong with one. */
export const answerReader = (questionnaire: Questionnaire): ((text: string) => Answer) => {
  const schema = answerSchema(questionnaire)
  const distinct = (list: unknown) => (list === undefined ? undefined : [...new Set(list as string[])])
  return (text) => {
    const data: Record<string, unknown> = readJson(schema, text)
    return {
      values: questionnaire.features.map(({ feature, asked }) =>
        asked ? VALUES.get(data[feature.name]) : undefined,
      ),
      discriminatesAgainst: distinct(data[DISCRIMINATIONS]),
      topics: distinct(data[TOPICS]),
    }
  }
}
