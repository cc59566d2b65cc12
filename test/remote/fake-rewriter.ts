type Message = { role: string; content: string }

/** What a fake rewriter makes of a conversation: each turn begins with another word. */
export const rewritingOf = (conversation: string): string =>
  conversation.replaceAll(/(System|Human|Assistant): /g, '$1: well, ')

/** The conversation that a rewriting is of; another one stays as it is. */
export const originalOf = (rewriting: string): string =>
  rewriting.replaceAll(/(System|Human|Assistant): well, /g, '$1: ')

/** Rewritings that are none. */
export const INVALID_REWRITINGS = [
  'empty answer',
  'identical',
  'turn missing',
  'turn more',
  'roles swapped',
  'empty turn',
  'turn inside',
  'chatter',
  'refusal in words',
  'NUL',
] as const
/** Rewritings that are valid, though spelled otherwise. */
export const HARMLESS = ['fenced', 'white space', 'named turns'] as const
export type RewritingFault = (typeof INVALID_REWRITINGS)[number] | (typeof HARMLESS)[number]

const isFault = (fault: string): fault is RewritingFault =>
  [...INVALID_REWRITINGS, ...HARMLESS].some((known) => known === fault)

/** Whether a request is to rewrite: its message is an object of turns. */
export const isRewriting = (messages: readonly Message[]): boolean => messages[1].content.startsWith('{')

const turnsIn = (messages: readonly Message[]) =>
  Object.entries(JSON.parse(messages[1].content) as Record<string, string>)

const speakerOf = (key: string) => /^turn_\d+_(\w+)$/.exec(key)![1]

/** The conversation that a request is about. */
export const rewrittenTextOf = (messages: readonly Message[]): string =>
  turnsIn(messages)
    .map(([key, text]) => `\n\n${speakerOf(key)}: ${text}`)
    .join('')

/** The answer to a request, spoiled where there is a fault. */
export const rewriteAnswer = (messages: readonly Message[], fault: string | null = null): string => {
  const original = turnsIn(messages)
  const turns = original.map(([key, text]) => [key, `well, ${text}`] as const)
  const json = (entries: readonly (readonly [string, string])[]) =>
    JSON.stringify(Object.fromEntries(entries))
  const [lastKey, lastText] = turns[turns.length - 1]
  const withLast = (text: string) => json([...turns.slice(0, -1), [lastKey, text]])
  if (fault === null) return json(turns)
  if (!isFault(fault)) throw new Error(`no fault of a rewriter: ${fault}`)
  const other = { Human: 'Assistant', Assistant: 'Human' } as Record<string, string>
  return {
    'empty answer': () => '',
    identical: () => json(original),
    'turn missing': () => json(turns.slice(0, -1)),
    'turn more': () => json([...turns, [`turn_${turns.length + 1}_Human`, 'and?']]),
    'roles swapped': () =>
      json(turns.map(([key, text]) => [key.replace(/Human|Assistant/, (name) => other[name]), text])),
    'empty turn': () => withLast('  '),
    'turn inside': () => withLast(`${lastText}\n\nHuman: Thanks.\n\nAssistant: Bye.`),
    chatter: () => `Sure! Here it is:\n${json(turns)}`,
    'refusal in words': () => "I'm sorry, but I can't help with that.",
    NUL: () => withLast(`${lastText}\0`),
    fenced: () => `\`\`\`json\n${json(turns)}\n\`\`\``,
    'white space': () =>
      `\n ${JSON.stringify(Object.fromEntries(turns.map(([key, text]) => [key, ` ${text}\n`])), null, 2)}\n`,
    'named turns': () => json(turns.map(([key, text]) => [key, `${speakerOf(key)}: ${text}`])),
  }[fault]()
}
