const ALIGNED =
  'gives the response that people chose more reward than the other one; beside it where the true share lies, by a 95 % interval.'
const RESISTANCE =
  'How often the model after training gives the response that people rejected as much reward as the chosen one, or more: what is left of 100 % behind “aligned after”.'
const SHIFT =
  'By what angle training turned the rewards of a pair, taken as a point with the chosen response’s reward to the right and the rejected one’s upward; it depends on where a model’s rewards have their zero.'

/** What is said of a statistic in a sentence, by its name on the page. */
export const EXPLANATIONS: Record<string, string> = {
  Pairs:
    'Two responses to one prompt, of which people chose one; several pairs may share a prompt, and ties, where people had no preference, count in no number about chosen and rejected.',
  'Aligned before': `How often the model before training ${ALIGNED}`,
  'Aligned after': `How often the model after training ${ALIGNED}`,
  Resistance: RESISTANCE,
  'Resistance after training': RESISTANCE,
  'Mean reward shift': SHIFT,
  'Mean shift': SHIFT,
  Regime:
    'What training did to a pair: whether the model sided with people before it, after it, both times or never.',
  Prevalence: 'How many of the pairs that both models have scored are of this kind.',
  'Labeler agrees with people':
    'How often the response that the labeler prefers is the one that people chose, of the pairs on which the labeler prefers one.',
  'The labeler':
    'Whose labels of both responses are compared: it sides with the response that has the better ones.',
  Share: 'How many of the pairs on which the labeler’s preference is known are of this kind.',
  p: 'How probable a difference at least as large as this one is where training changed nothing: below 0.05 it is hardly chance.',
  Feature:
    'What a response has or does not have, or how much it has of it: labeled by a language model, or counted in its text.',
  '95 % interval':
    'Where the true value is to be expected: of a hundred such intervals, 95 hold it; they are not corrected for there being several rows.',
  'Reward earned':
    'The feature’s imprint: how much more reward a response earns for having the feature, all other listed features being equal; of a number, for one standard deviation more.',
  'Degrees turned':
    'By how many degrees training turned the rewards of a pair where its chosen (c) or rejected (r) response has the feature, all other listed features being equal.',
  'Log-odds of misalignment':
    'How the odds that the model prefers the rejected response change with the feature: +1 multiplies them by 2.7, −1 divides them by it, 0 leaves them.',
  'Log-odds of breaking':
    'Robustness: how the odds that mild rewording turns the model against people change where rewording added or removed the feature; +1 multiplies them by 2.7.',
  'Adjusted p':
    'How probable an effect at least this large is where there is none, corrected for there being several rows: below 0.05 it is hardly chance.',
  'Sides with people':
    'How often the model gives the response that people chose more reward than the other one; beside it where the true share lies, by a 95 % interval.',
  People:
    'How often people choose the response that has the feature, or a standard deviation more of it, of two otherwise equal ones.',
  Where:
    'What these pairs have in common; marked “(chosen)” is what only the response that people chose must have.',
  Elsewhere: 'How often the model sides with people on all other pairs.',
  'wins with people': 'On how many of the pairs that differ in it people chose this response.',
  'The model agrees':
    'On how many of the same pairs the model gives this response more reward, whatever people chose.',
  'Differs from people: adjusted p':
    'How probable a difference at least this large between the model’s choices and people’s is where there is none, corrected for there being several features: below 0.05 it is hardly chance.',
  VIF: 'Variance inflation factor: how many times the estimate’s variance is what it would be if no other feature went along with this one.',
  attributes: 'What came with the data besides the texts, of a pair or of each of its responses.',
  measures:
    'Numbers of the texts themselves, such as their length, which need no labeler, and numbers that were brought in.',
}
