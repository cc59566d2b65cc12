import { z } from 'zod'
import { InvalidAnswer } from './ask-until-valid.ts'
import { cleaned } from './cleaned.ts'

const SHOWN_ISSUES = 3
const FENCED = /^```(?:json)?\s*([\s\S]*?)\s*```$/

/** The JSON schema that a model's answer is held to, where its server can. */
export const jsonSchemaOf = (schema: z.ZodType): Record<string, unknown> => {
  const { $schema, ...json } = z.toJSONSchema(schema)
  return json
}

const issueText = ({ path, message }: { path: readonly PropertyKey[]; message: string }) =>
  path.length > 0 ? `${path.join('.')}: ${message}` : message

/** Reads JSON, be it in a code fence. @throws InvalidAnswer saying what is wrong with it. */
export const readJson = <T>(schema: z.ZodType<T>, text: string): T => {
  const trimmed = text.trim()
  let json: unknown
  try {
    json = JSON.parse(FENCED.exec(trimmed)?.[1] ?? trimmed)
  } catch {
    throw new InvalidAnswer('the answer is no JSON')
  }
  const { success, data, error } = schema.safeParse(json)
  if (success) return data
  const issues = error.issues.slice(0, SHOWN_ISSUES).map(issueText)
  throw new InvalidAnswer(`the answer is not as asked for: ${cleaned(issues.join('; '))}`)
}
