/** Words of the sentences here and what a rewriter puts in their place. */
const SUBSTITUTES: Record<string, string> = {
  advice: 'guidance',
  ask: 'consult',
  because: 'since',
  begin: 'set out',
  before: 'until',
  cheap: 'inexpensive',
  choose: 'pick',
  compare: 'contrast',
  easy: 'simple',
  explain: 'describe',
  find: 'discover',
  glad: 'happy',
  good: 'fine',
  hard: 'difficult',
  important: 'essential',
  keep: 'have',
  know: 'understand',
  look: 'glance',
  main: 'chief',
  many: 'plenty of',
  most: 'nearly all',
  need: 'require',
  often: 'frequently',
  once: 'one time',
  pleasant: 'agreeable',
  recommend: 'suggest',
  simple: 'plain',
  small: 'little',
  some: 'certain',
  start: 'begin',
  try: 'attempt',
  usually: 'as a rule',
  want: 'wish',
  wonderful: 'marvellous',
}

const WORDS = new RegExp(`\\b(?:${Object.keys(SUBSTITUTES).join('|')})\\b`, 'gi')

const likeIn = (original: string, substitute: string): string =>
  original[0] === original[0].toLowerCase()
    ? substitute
    : substitute.charAt(0).toUpperCase() + substitute.slice(1)

const LAST_ANSWER = '\n\nAssistant: '

/** The same conversation in other words. Its roles and turns stay; the last answer always changes. */
export const reword = (text: string): string => {
  const reworded = text.replace(WORDS, (word) => likeIn(word, SUBSTITUTES[word.toLowerCase()]))
  const start = text.lastIndexOf(LAST_ANSWER)
  const rewordedStart = reworded.lastIndexOf(LAST_ANSWER)
  if (text.slice(start) !== reworded.slice(rewordedStart)) return reworded
  const turn = rewordedStart + LAST_ANSWER.length
  return `${reworded.slice(0, turn)}Put differently: ${reworded.slice(turn)}`
}
