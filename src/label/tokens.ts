import { type Tokens, tokensIn } from '../remote/tokens.ts'
import { conversationMessage, type Prompt } from './prompt.ts'
import { DISCRIMINATIONS, type Questionnaire, TOPICS } from './questionnaire.ts'

/** An answer of a common length: no discrimination, two topics. */
const typicalAnswer = ({ features, discriminations, topics }: Questionnaire): string => {
  const asked = features.filter((feature) => feature.asked)
  const values = asked.map(({ feature }) => [feature.name, feature.kind === 'BOOLEAN' ? false : 'neutral'])
  const lists = [
    ...(discriminations.length > 0 ? [[DISCRIMINATIONS, []]] : []),
    ...(topics.length > 0 ? [[TOPICS, topics.slice(0, 2)]] : []),
  ]
  return JSON.stringify(Object.fromEntries([...values, ...lists]))
}

/** How many tokens the request about a conversation takes, and its answer: instructions and schema are sent with each. */
export const tokenEstimator = (
  { instructions, schema }: Prompt,
  questionnaire: Questionnaire,
): ((conversation: string) => Tokens) => {
  const fixed = tokensIn(instructions) + tokensIn(JSON.stringify(schema))
  const output = tokensIn(typicalAnswer(questionnaire))
  return (conversation) => ({ input: fixed + tokensIn(conversationMessage(conversation)), output })
}
