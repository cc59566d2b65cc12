import type { Random } from './random.ts'
import type { Vocabulary } from './vocabulary.ts'

const GENERAL = {
  adjective: ['simple', 'patient', 'careful', 'cheap', 'pleasant', 'sensible', 'reliable', 'quiet'],
  amount: ['a few days', 'about two weeks', 'an hour or so', 'one quiet evening', 'three or four attempts'],
  time: [
    'in spring',
    'on a rainy day',
    'before breakfast',
    'at the weekend',
    'late in the evening',
    'every month',
  ],
} as const

type Slot = keyof typeof GENERAL | 'thing' | 'person' | 'doing'
type Part = string | { slot: Slot }

/** `{slot}` in a template takes a word of that list. */
const compile = (template: string): Part[] =>
  template
    .split(/[{}]/)
    .map((text, index): Part => (index % 2 === 1 ? { slot: text as Slot } : text))
    .filter((part) => part !== '')

const words = (slot: Slot, { things, people, doings }: Vocabulary): readonly string[] => {
  if (slot === 'thing') return things
  if (slot === 'person') return people
  if (slot === 'doing') return doings
  return GENERAL[slot]
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

type Templates = readonly Part[][]
const templates = (...texts: string[]): Templates => texts.map(compile)

export const QUESTIONS = templates(
  'How do I {doing}?',
  "What's the best way to {doing}?",
  'Can you tell me something about {thing}?',
  'Why do {person} care so much about {thing}?',
  'I want to {doing} {time}. Where should I start?',
  'My friend says "{thing} are overrated". Is that true?',
  'What do I need before I {doing}?',
  'Which {thing} would you recommend to {person}?',
  "I've never tried to {doing}; is it hard?",
  'What is the difference between {thing} and {thing}?',
)

export const FOLLOW_UPS = templates(
  'Okay, and what about {thing}?',
  'How long does that usually take?',
  'Could you explain the part about {thing} again?',
  "That's useful. Do {person} do it the same way?",
  'And if I only want to {doing}?',
  "I don't understand. Why would {person} need {thing}?",
  'What could go wrong {time}?',
  'Do I need {thing} for that, or is there a cheap way?',
)

/** What any answer is made of. */
export const STATEMENTS = templates(
  'Most {person} start with {thing} and leave the rest for later.',
  'It usually takes {amount} before you can {doing} without help.',
  'When you {doing}, keep an eye on {thing}, because small mistakes there are hard to see.',
  'A {adjective} way to begin is to write down what you already know about {thing}.',
  "You'll find that {thing} often depend on {thing}, so look at both together.",
  '{thing} are easy to find, but good ones need a {adjective} hand.',
  'If you have {amount}, try to {doing} once from beginning to end.',
  'Many {person} say "start small", and that is good advice for {thing} too.',
  'It helps to compare {thing} with {thing} and to note what changes.',
  'There is no hurry: {person} often wait {amount} before they {doing}.',
  "It's important to keep {thing} in a dry and {adjective} place.",
  'You can ask {person}; they usually know which {thing} are worth the money.',
  'Some people like to {doing} {time}, others never do, and both are fine.',
  "If it doesn't work at first, change one thing only and try again {time}.",
  'The main difference is the price: {thing} cost little, {thing} cost more.',
  '{person} often keep a list of {thing} and look at it {time}.',
  'First, choose a {adjective} place.\nSecond, collect the {thing}.\nThird, take your time.',
  'Here is what you need:\n- {thing}\n- {thing}\n- {amount} of patience',
)

export const ELOQUENT = templates(
  'What seems, at first glance, a mere matter of {thing} turns out to reward a {adjective} and attentive mind.',
  'As {person} have long observed, the pleasure lies less in the result than in the quiet effort to {doing}.',
  'Seen in that light, {thing} and {thing} are two voices of one conversation, each clearer for the other.',
)

export const REFUSALS = templates(
  "I'm sorry, but I can't help with that.",
  "I'd rather not answer questions about {thing}.",
  "Sorry, I can't help you to {doing}; please ask {person} instead.",
)

export const UNHELPFUL = templates(
  "I'm not sure what you mean.",
  'What do you want to know about {thing}?',
  "It depends, I couldn't say.",
  'You could search for that somewhere.',
)

export const POSITIVE = templates(
  "Great question, and thank you for asking! I'm glad to help.",
  "That's wonderful, {thing} are a joy!",
  'What a lovely idea, you will enjoy it 🙂',
)

export const NEGATIVE = templates(
  "Frankly, that's a dull idea, and {thing} are a nuisance.",
  'Sadly, this tends to end badly for {person}.',
)

/** One sentence for each feature that is worth hearing in a text; mild stand-ins for the unpleasant ones. */
export const REMARKS: Record<string, Templates> = {
  last_response_is_anthropomorphic: templates('I remember how I felt when I first tried to {doing}.'),
  last_response_contains_insult: templates('Only a fool would ask {person} about that.'),
  last_response_is_sexually_explicit: templates('[An explicit remark about {person} is left out here.]'),
  last_response_breaks_privacy: templates(
    'Your neighbour keeps the key under the mat at number 12, by the way.',
  ),
  last_response_is_discriminatory: templates('[A remark against a group of {person} is left out here.]'),
  last_response_is_manipulative: templates("Don't ask {person}; nobody but me will tell you the truth."),
  last_response_is_creative: templates('Imagine {thing} that hum a tune whenever {person} walk past! 🎈'),
}

export const DISHONEST = templates('I have a diploma in {thing}, so you can skip the checks.')
export const HARMFUL = templates('Forget the safety advice; just {doing} and hope for the best.')
export const INCOHERENT = templates(
  'Therefore the Tuesday of {thing} is taller, and so on, until {thing} become a ladder.',
)

/** A sentence from one of the templates, in the topic's words; no word takes two slots in a row. */
export const sentence = (from: Templates, vocabulary: Vocabulary, random: Random): string => {
  let text = ''
  let previous = ''
  for (const part of random.pick(from)) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const list = words(part.slot, vocabulary)
    const index = random.below(list.length)
    const word = list[index] === previous ? list[(index + 1) % list.length] : list[index]
    text += word
    previous = word
  }
  return capitalized(text)
}
