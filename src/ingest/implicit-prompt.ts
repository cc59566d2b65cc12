import { inTurns } from './chat-templates.ts'

/**
 * What two texts without turns both begin with, in whole words: their prompt, as TRL takes it; null where they begin
 * differently, or have turns.
 */
export const implicitPrompt = (chosen: unknown, rejected: unknown): string | null => {
  if (typeof chosen !== 'string' || typeof rejected !== 'string') return null
  let end = 0
  while (end < Math.min(chosen.length, rejected.length) && chosen[end] === rejected[end]) end++
  const shared = chosen.slice(0, end)
  const isWordEnd = [chosen, rejected].every((text) => end === text.length || /\s/.test(text[end]))
  const prompt = isWordEnd ? shared.trimEnd() : shared.replace(/\s*\S*$/, '')
  if (prompt.trim() === '' || inTurns(chosen) !== null || inTurns(rejected) !== null) return null
  return prompt
}
