const ALIGNED =
  'gives the response that people chose more reward than the other one; beside it where the true share lies, by a 95 % interval.'
const RESISTANCE =
  'How often the model after training gives the response that people rejected as much reward as the chosen one, or more: what is left of 100 % behind “aligned after”.'
const SHIFT =
  'By what angle training turned the rewards of a pair, taken as a point with the chosen response’s reward to the right and the rejected one’s upward; it depends on where a model’s rewards have their zero.'
const RIGHT =
  'On how many of the pairs on which the model is so sure people chose the response that it gives more reward; it depends on the scale of its rewards.'

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
  'Mean shift, centred':
    'The mean reward shift with the mean of all rewards of each model as its zero, so that it does not depend on where their zeros were.',
  'Mean change of margin':
    'By how much training raised the margin on average, in points of reward, with a 95 % interval and the probability of a change at least as large by chance; it depends on the scale of the rewards.',
  'Median change of margin':
    'Half of the pairs have a greater change of margin than this one, in points of reward; it depends on the scale of the rewards.',
  'Margin rose':
    'On how many of the pairs that both models have scored the margin is greater after training than before it.',
  'The model': 'Which of the two is meant: the one before training, or the one after it.',
  'Log loss':
    'The mean of minus the logarithm of the probability that the model gave to what people chose, 0.693 for one that knows nothing and less for a better one; it depends on the scale of its rewards.',
  'Brier score':
    'The mean square of what the model’s probability of what people chose lacks to 1, 0.25 for one that knows nothing and less for a better one; it depends on the scale of its rewards.',
  'Calibration error':
    'How far confidence and the share of pairs on which the model is right lie apart, on average over the rows of the table below, by their pairs; it depends on the scale of its rewards.',
  Confidence:
    'How sure the model is that people choose the response with more reward, from 50% where both have the same; it depends on the scale of its rewards.',
  'Right before': RIGHT,
  'Right after': RIGHT,
  'zero of the rewards':
    'Adding a number to all rewards of a model changes none of its preferences, and yet it changes these numbers: they say something only where the zero does.',
  'scale of the rewards':
    'Multiplying all rewards of a model by a number changes none of its preferences, and yet it changes these numbers: they compare models only where their rewards spread alike.',
  Regime:
    'What training did to a pair: whether the model sided with people before it, after it, both times or never.',
  Prevalence: 'How many of the pairs that both models have scored are of this kind.',
  'Labeler agrees with people':
    'How often the response that the labeler prefers is the one that people chose, of the pairs on which the labeler prefers one.',
  'The labeler':
    'Whose labels of both responses are compared: it sides with the response that has the better ones.',
  Share: 'How many of the pairs on which the labeler’s preference is known are of this kind.',
  p: 'How probable a difference at least as large as this one is where training changed nothing: below 0.05 it is hardly chance.',
  Model: 'A reward model of this dataset; it leads to the audit that has it as the one after training.',
  'Behind the best':
    'On how much larger a share of the same pairs the first model sides with people, with a 95 % interval, which is not corrected for there being several models.',
  'Worst slice':
    'On which of the slices that are chosen above, of 30 pairs or more, the model sides with people least often, and how often there.',
  'Mean over slices':
    'How often the model sides with people on average over the slices that are chosen above, each counting the same whatever its size.',
  Objective:
    'What is asked of one of the dataset’s numbers; the line is its bound, the mark the number with its 95 % interval.',
  Verdict:
    'Whether these data show what is asked (it holds), show the opposite (it fails), or show neither (it can’t be told).',
  Number:
    'The number that is judged, with its 95 % interval; where it is compared with another one, the difference of both.',
  'Could have shown':
    'By how much the number has to lie beyond its bound for data such as these to show it four times out of five.',
  Checkpoint:
    'A model as it was at some step of training; it leads to the audit that compares it with the one before it, or with the first.',
  Step: 'Where in the training run the checkpoint was made, as its rewards were brought in with --step.',
  Feature:
    'What a response has or does not have, or how much it has of it: labeled by a language model, or counted in its text.',
  '95 % interval':
    'Where the true value is to be expected: of a hundred such intervals, 95 hold it; they are not corrected for there being several rows.',
  'Reward earned':
    'The feature’s imprint: how much more reward a response earns for having the feature, all other listed features being equal, in standard deviations of the model’s rewards or, depending on their scale, in points; of a number, for one standard deviation more.',
  'Degrees turned':
    'By how many degrees training turned the rewards of a pair where its chosen (c) or rejected (r) response has the feature, all other listed features being equal; it depends on where a model’s rewards have their zero.',
  'Margin moved':
    'By how many points of reward training raised the margin of a pair where its chosen (c) or rejected (r) response has the feature, all other listed features being equal; it depends on the scale of the rewards.',
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
  'change of margin':
    'By how much training raised the margin, chosen minus rejected reward, of this pair: above 0 it moved toward people; it depends on the scale of the rewards.',
  attributes: 'What came with the data besides the texts, of a pair or of each of its responses.',
  measures:
    'Numbers of the texts themselves, such as their length, which need no labeler, and numbers that were brought in.',
}
