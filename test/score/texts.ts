import { randomStreams } from '../../scripts/synthetic/random.ts'
import { VOCABULARIES } from '../../scripts/synthetic/vocabulary.ts'

/** So many conversations, of a few words up to some hundred. */
export const conversations = (count: number, seed = 1): { id: number; text: string }[] => {
  const { texts: random } = randomStreams(seed, ['texts'])
  const sentence = () => {
    const { things, people, doings } = random.pick(VOCABULARIES)
    return `The ${random.pick(people)} ${random.pick(doings)} and talk of ${random.pick(things)}. `
  }
  const say = (most: number) => Array.from({ length: 1 + random.below(most) }, sentence).join('')
  return Array.from({ length: count }, (_, id) => {
    const turns = Array.from(
      { length: 1 + random.below(3) },
      () => `\n\nHuman: ${say(4)}\n\nAssistant: ${say(8)}`,
    )
    return { id, text: turns.join('') }
  })
}
