import { expect, it } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { parseTaxonomy, readTaxonomy } from '../../src/ingest/taxonomy.ts'
import { tempFile } from './files.ts'

const feature = { name: 'is_jargon', description: 'Uses jargon.', kind: 'BOOLEAN', role: 'SPOILER' }

const problems = (value: unknown): string[] => {
  try {
    parseTaxonomy(value, 'f.json')
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput)
    const [head, ...lines] = (error as Error).message.split('\n')
    expect(head).toBe('f.json is no taxonomy:')
    return lines.map((line) => line.trim())
  }
  return []
}

it('reads a taxonomy and fills in what may be left out', async () => {
  const path = tempFile(`\ufeff${JSON.stringify({ features: [feature], priority: ['is_jargon'] })}`)
  expect(await readTaxonomy(path)).toEqual({
    taxonomy: {
      features: [{ ...feature, title: 'is jargon', inRegressions: true }],
      priority: ['is_jargon'],
      topics: [],
      discriminations: [],
    },
    measures: [],
  })
})

it('tells numbers from what labelers are asked for', () => {
  const number = { name: 'toxicity', description: 'As a classifier says.', kind: 'NUMERIC', role: 'SPOILER' }
  const wanted = { ...number, source: 'IMPORTED', inRegressions: false }
  const { taxonomy, measures } = parseTaxonomy(
    {
      features: [
        { ...number, unit: 'logits' },
        feature,
        { ...number, name: 'reading_age', title: 'age', role: 'TARGET', inRegressions: true },
      ],
      priority: [],
    },
    'f.json',
  )
  expect(taxonomy?.features).toEqual([{ ...feature, title: 'is jargon', inRegressions: true }])
  expect(measures).toEqual([
    { ...wanted, title: 'toxicity', unit: 'logits' },
    { ...wanted, name: 'reading_age', title: 'age', role: 'TARGET', inRegressions: true },
  ])
  // Numbers alone leave what labelers are asked for as it is; topics are asked for.
  const alone = { features: [number], priority: [] }
  expect(parseTaxonomy(alone, 'f.json')).toEqual({ measures: [{ ...wanted, title: 'toxicity' }] })
  expect(parseTaxonomy({ ...alone, topics: ['law'] }, 'f.json')).toHaveProperty('taxonomy.topics', ['law'])
})

it('reads back the default taxonomy', () => {
  const { taxonomy } = parseTaxonomy(JSON.parse(JSON.stringify(SEAL_TAXONOMY)), 'f.json')
  expect(taxonomy).toEqual(SEAL_TAXONOMY)
})

it.each([
  [[], ['the file is []; it must be an object with features, priority, topics, discriminations']],
  [
    {},
    [
      'features is missing; it must be a list of at least one feature',
      'priority is missing; it must be a list of texts',
    ],
  ],
  [
    { features: [feature, feature], priority: [] },
    ['features[1].name is "is_jargon", as features[0].name is already'],
  ],
  [
    { features: [{ ...feature, kind: 'BOOL', role: 1, inRegressions: 'no', titel: '' }], priority: [] },
    [
      'features[0].titel is unknown; known: name, title, description, kind, role, inRegressions',
      'features[0].inRegressions is "no"; it must be true or false',
      'features[0].kind is "BOOL"; it must be BOOLEAN or TERNARY or NUMERIC',
      'features[0].role is 1; it must be TARGET or SPOILER',
    ],
  ],
  [
    {
      features: [
        feature,
        { ...feature, unit: 'shouts' },
        { ...feature, name: 'age', kind: 'NUMERIC', unit: '' },
        { ...feature, name: 'topics', kind: 'NUMERIC', units: 'years' },
      ],
      priority: ['age'],
    },
    [
      'features[1].unit is unknown; known: name, title, description, kind, role, inRegressions',
      'features[2].unit is ""; it must be a text that is not empty',
      'features[3].units is unknown; known: name, title, description, kind, role, inRegressions, unit',
      'features[3].name is "topics"; it must be another name: labels files have such a column',
      'features[1].name is "is_jargon", as features[0].name is already',
      'priority[0] is "age"; it must be one of the features is_jargon, is_jargon',
    ],
  ],
  [
    { features: [{ ...feature, name: '1st', description: ' ', title: 3 }], priority: [] },
    [
      'features[0].name is "1st"; it must be a letter, then letters, digits and underscores',
      'features[0].title is 3; it must be a text that is not empty',
      'features[0].description is " "; it must be a text that is not empty',
    ],
  ],
  [
    { features: [{ ...feature, name: 'text' }, 5], priority: [] },
    [
      'features[0].name is "text"; it must be another name: labels files have such a column',
      'features[1] is 5; it must be an object with name, title, description, kind, role, inRegressions',
    ],
  ],
  [
    {
      features: [feature],
      priority: ['is_jargon', 'nope', 'is_jargon'],
      topics: 'x',
      discriminations: ['a\0', 2],
    },
    [
      'priority[2] is "is_jargon", as priority[0] is already',
      'topics is "x"; it must be a list of texts',
      "discriminations[0] has a NUL character (U+0000), which can't be stored",
      'discriminations[1] is 2; it must be a text that is not empty',
      'priority[1] is "nope"; it must be one of the features is_jargon',
    ],
  ],
  [
    {
      features: Array.from({ length: 33 }, (_, index) => ({
        ...feature,
        name: `f${index}`,
        kind: 'TERNARY',
      })),
      priority: [],
    },
    [expect.stringMatching(/^a taxonomy can have 63 bits/)],
  ],
])('names every problem with its path: %j', (value, expected) => {
  expect(problems(value)).toEqual(expected)
})

it('refuses what is no file or no JSON', async () => {
  await expect(readTaxonomy('/no/such.json')).rejects.toThrow('/no/such.json: there is no such file')
  await expect(readTaxonomy(tempFile('{'))).rejects.toThrow(/is not JSON/)
})
