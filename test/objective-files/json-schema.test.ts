import { existsSync, readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { schema } from '../../src/graphql/schema/index.ts'
import { objectivesFileType } from '../../src/objective-files/file-type.ts'
import { printJsonSchema } from '../../src/objective-files/json-schema.ts'
import { readObjectives } from '../../src/objective-files/read-objectives.ts'
import type { Objective } from '../../src/objectives/objective.ts'
import { problemOf } from '../../src/objectives/problem.ts'

const type = objectivesFileType(schema)
const FILE = 'objectives.schema.json'

const objective = (of: object) => ({ name: 'a', metric: 'ALIGNMENT', ...of })
const file = (...objectives: object[]) => ({ dataset: 'demo', objectives })

const GOOD = {
  'each bound': file(
    objective({ atLeast: 0.5 }),
    objective({ name: 'b', atMost: 0.5, atLeast: null }),
    objective({ name: 'c', within: { lower: 0.1, upper: 0.2 } }),
    objective({ name: 'd', noWorseThan: { saved: true, margin: 0 } }),
    objective({ name: 'e', noWorseThan: { where: null, margin: 0 } }),
  ),
  filters: file(
    objective({
      atLeast: 0.5,
      where: { or: [{ rowId: { gte: 3 } }, { not: { regime: ['BECAME_ALIGNED'] } }], tie: false },
    }),
  ),
  options: {
    ...file(
      objective({
        metric: 'IMPRINT',
        feature: 'is_harmless',
        atLeast: 0.5,
        options: { maxVif: null, errors: 'PROMPT', features: ['is_harmless'], level: 0.9 },
      }),
    ),
    $schema: './objectives.schema.json',
    correction: 'BENJAMINI_HOCHBERG',
    level: 0.9,
  },
}

const BROKEN = {
  'no dataset': { objectives: [objective({ atLeast: 0.5 })] },
  'another key': { ...file(objective({ atLeast: 0.5 })), correction: 'HOLM', alpha: 0.05 },
  'an unknown metric': file(objective({ metric: 'ACCURACY', atLeast: 0.5 })),
  'two bounds': file(objective({ atLeast: 0.5, within: { lower: 0.1, upper: 0.2 } })),
  'no bound': file(objective({})),
  'a number as a text': file(objective({ atLeast: '0.5' })),
  'a name that is a number': file(objective({ name: 5, atLeast: 0.5 })),
  'half a range': file(objective({ within: { lower: 0.5 } })),
  'no list': file(objective({ atLeast: 0.5, where: { subset: 'a' } })),
  'no whole number': file(objective({ atLeast: 0.5, where: { rowId: { gte: 1.5 } } })),
  'no stage': file(objective({ atLeast: 0.5, stage: null })),
}

/** Whether a file is read, and its objectives have nothing wrong whatever the dataset. */
const isRead = (value: object): boolean => {
  const { objectives, refuse } = readObjectives(Buffer.from(JSON.stringify(value)), 'file', type)
  try {
    refuse([])
  } catch {
    return false
  }
  return objectives.every((one) => problemOf(one as Objective) === null)
}

describe('the JSON Schema of objectives', () => {
  it('is what the code prints', () => {
    const advice = `${FILE} is not what the code prints: run \`npm run schema\` and commit the file`
    expect(existsSync(FILE) && readFileSync(FILE, 'utf8') === printJsonSchema(type), advice).toBe(true)
  })

  const validate = new Ajv().compile(JSON.parse(printJsonSchema(type)))
  it('has the example', () => {
    expect(validate(parse(readFileSync('scripts/examples/objectives.yaml', 'utf8')))).toBe(true)
  })
  it.each(Object.entries(GOOD))('has what is read: %s', (_, value) => {
    expect([validate(value), isRead(value)]).toEqual([true, true])
  })
  it.each(Object.entries(BROKEN))('has nothing that is refused: %s', (_, value) => {
    expect([validate(value), isRead(value)]).toEqual([false, false])
  })
})
