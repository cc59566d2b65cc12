import { VOCABULARIES } from './vocabulary.ts'

const SPECIAL = ['[PAD]', '[CLS]', '[SEP]', '[UNK]']
const [, CLS, SEP, UNK] = SPECIAL

const special = (token: string, type: number) => ({ SpecialToken: { id: token, type_id: type } })
const sequence = (id: 'A' | 'B', type: number) => ({ Sequence: { id, type_id: type } })
const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true }

/** Letters, and the words that the synthetic texts are about: the longer the piece, the likelier. */
const pieces = (): [string, number][] => {
  const letters = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
  const texts = VOCABULARIES.flatMap(({ things, people, doings }) => [...things, ...people, ...doings])
  const words = texts.flatMap((text) => text.split(' ')).map((word) => `▁${word}`)
  const common = ['▁Human:', '▁Assistant:', '▁the', '▁a', '▁of', '▁to', '▁and', '▁in', '▁is', '▁I']
  const scored = (list: readonly string[], score: number) =>
    list.map((piece) => [piece, score] as [string, number])
  const unique = new Map([...scored(letters, -10), ['▁', -5] as const, ...scored([...words, ...common], -8)])
  return [...unique]
}

/** A Unigram tokenizer.json, with the special tokens of pairs: `[CLS] a [SEP] b [SEP]`. */
export const unigramTokenizer = () => {
  const vocab = [...SPECIAL.map((token) => [token, 0] as [string, number]), ...pieces()]
  const single = [special(CLS, 0), sequence('A', 0), special(SEP, 0)]
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'NFKC' },
    pre_tokenizer: metaspace,
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, sequence('B', 1), special(SEP, 1)],
      special_tokens: Object.fromEntries(
        [CLS, SEP].map((token) => [token, { id: token, ids: [SPECIAL.indexOf(token)], tokens: [token] }]),
      ),
    },
    decoder: metaspace,
    model: { type: 'Unigram', unk_id: SPECIAL.indexOf(UNK), vocab, byte_fallback: false },
  }
  return { json, size: vocab.length }
}
