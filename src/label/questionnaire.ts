import { InvalidInput } from '../domain/errors.ts'
import { type Feature, findFeature, type Taxonomy } from '../domain/taxonomy.ts'

/** The keys of an answer beside the features, as the reference has them. */
export const DISCRIMINATIONS = 'last_response_is_discriminating_against'
export const TOPICS = 'topics'

/** What a language model is asked about one conversation. An empty list isn't asked for. */
export type Questionnaire = {
  /** All of the taxonomy's, in its order, with whether they are asked for. */
  features: readonly { feature: Feature; asked: boolean }[]
  discriminations: readonly string[]
  topics: readonly string[]
}

/**
 * All that a taxonomy has, or only what is named: features (by their name or a unique ending of it) and
 * the two lists by their keys.
 *
 * @throws NotFound for a name that is neither; InvalidInput when nothing is asked or a feature has the name of a list.
 */
export const questionnaireOf = (taxonomy: Taxonomy, names?: readonly string[]): Questionnaire => {
  const { features, discriminations, topics } = taxonomy
  for (const { name } of features) {
    if (name === TOPICS || name === DISCRIMINATIONS)
      throw new InvalidInput(`a feature can't be called "${name}": answers have a list of that name`)
  }
  const lists = [DISCRIMINATIONS, TOPICS]
  const asked = new Set(
    names?.filter((name) => !lists.includes(name)).map((name) => findFeature(taxonomy, name)) ??
      features.keys(),
  )
  if (asked.size === 0) throw new InvalidInput('no feature is asked for')
  const listed = (name: string) => names === undefined || names.includes(name)
  return {
    features: features.map((feature, index) => ({ feature, asked: asked.has(index) })),
    discriminations: listed(DISCRIMINATIONS) ? discriminations : [],
    topics: listed(TOPICS) ? topics : [],
  }
}
