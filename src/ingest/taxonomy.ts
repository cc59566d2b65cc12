import { readFile } from 'node:fs/promises'
import { InvalidInput } from '../domain/errors.ts'
import { bitFields } from '../domain/label-bits.ts'
import type { Declared, Measure } from '../domain/measure.ts'
import { LONGEST_NAME } from '../domain/names.ts'
import { FEATURE_KINDS, FEATURE_ROLES, type Feature } from '../domain/taxonomy.ts'
import { jsonText } from './json-text.ts'
import { type Input, openSource } from './source.ts'
import { storable } from './storable.ts'

const NAME = /^[a-z][a-z0-9_]*$/i
const FEATURE_KEYS = ['name', 'title', 'description', 'kind', 'role', 'inRegressions']
const NUMERIC_KEYS = [...FEATURE_KEYS, 'unit']
const TAXONOMY_KEYS = ['features', 'priority', 'topics', 'discriminations']
/** Other columns of a labels file. */
const RESERVED = new Set([
  'row_id',
  'pair_id',
  'preference',
  'text',
  'topics',
  'discriminations',
  'discriminatesAgainst',
])

type Fields = Record<string, unknown>

const printed = (value: unknown): string => (value === undefined ? 'missing' : jsonText(value))

/** Reads a JSON value key by key and notes every problem with its path. */
class Checker {
  readonly problems: string[] = []

  complain(path: string, value: unknown, expected: string): void {
    this.problems.push(`${path} is ${printed(value)}; it must be ${expected}`)
  }

  fields(value: unknown, path: string, allowed: readonly string[]): Fields | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.complain(path, value, `an object with ${allowed.join(', ')}`)
      return null
    }
    const prefix = path === 'the file' ? '' : `${path}.`
    for (const key of Object.keys(value)) {
      if (!allowed.includes(key))
        this.problems.push(`${prefix}${key} is unknown; known: ${allowed.join(', ')}`)
    }
    return value as Fields
  }

  text(value: unknown, path: string, otherwise?: string): string {
    if (value === undefined && otherwise !== undefined) return otherwise
    if (typeof value !== 'string' || value.trim() === '') {
      this.complain(path, value, 'a text that is not empty')
      return ''
    }
    try {
      return storable(value, path)
    } catch (error) {
      this.problems.push((error as Error).message)
      return ''
    }
  }

  oneOf<T extends string>(value: unknown, path: string, allowed: readonly T[]): T {
    if (!allowed.includes(value as T)) this.complain(path, value, allowed.join(' or '))
    return value as T
  }

  /** A list of different texts. */
  texts(value: unknown, path: string, otherwise?: string[]): string[] {
    if (value === undefined && otherwise !== undefined) return otherwise
    if (!Array.isArray(value)) {
      this.complain(path, value, 'a list of texts')
      return []
    }
    const texts = value.map((item, index) => this.text(item, `${path}[${index}]`))
    for (const [index, text] of texts.entries())
      if (text.length > LONGEST_NAME)
        this.complain(`${path}[${index}]`, text, `a name of ${LONGEST_NAME} characters at most`)
    this.different(texts, (index) => `${path}[${index}]`)
    return texts
  }

  different(texts: readonly string[], path: (index: number) => string): void {
    texts.forEach((text, index) => {
      const first = texts.indexOf(text)
      if (text !== '' && first < index) {
        this.problems.push(`${path(index)} is ${printed(text)}, as ${path(first)} is already`)
      }
    })
  }
}

const isNumeric = (value: unknown) => (value as Fields | null | undefined)?.kind === 'NUMERIC'

const parseFeature = (value: unknown, path: string, check: Checker): Feature | Measure | null => {
  const fields = check.fields(value, path, isNumeric(value) ? NUMERIC_KEYS : FEATURE_KEYS)
  if (fields === null) return null
  const name = check.text(fields.name, `${path}.name`)
  if (name !== '' && !NAME.test(name)) {
    check.complain(`${path}.name`, name, 'a letter, then letters, digits and underscores')
  }
  if (name.length > LONGEST_NAME)
    check.complain(`${path}.name`, name, `a name of ${LONGEST_NAME} characters at most`)
  if (RESERVED.has(name))
    check.complain(`${path}.name`, name, 'another name: labels files have such a column')
  const { inRegressions = !isNumeric(value) } = fields
  if (typeof inRegressions !== 'boolean')
    check.complain(`${path}.inRegressions`, inRegressions, 'true or false')
  const feature = {
    name,
    title: check.text(fields.title, `${path}.title`, name.replaceAll('_', ' ')),
    description: check.text(fields.description, `${path}.description`),
  }
  const kind = check.oneOf(fields.kind, `${path}.kind`, [...FEATURE_KINDS, 'NUMERIC'] as const)
  const role = check.oneOf(fields.role, `${path}.role`, FEATURE_ROLES)
  const rest = { role, inRegressions: inRegressions === true }
  if (kind !== 'NUMERIC') return { ...feature, kind, ...rest }
  const unit = check.text(fields.unit, `${path}.unit`, '')
  return { ...feature, kind, source: 'IMPORTED', ...(unit && { unit }), ...rest }
}

const parseFeatures = (value: unknown, check: Checker): (Feature | Measure)[] => {
  if (!Array.isArray(value) || value.length === 0) {
    check.complain('features', value, 'a list of at least one feature')
    return []
  }
  const parsed = value.map((item, index) => parseFeature(item, `features[${index}]`, check))
  check.different(
    parsed.map((feature) => feature?.name ?? ''),
    (index) => `features[${index}].name`,
  )
  return parsed.filter((feature) => feature !== null)
}

/**
 * What the JSON value of a taxonomy file declares.
 *
 * @throws InvalidInput naming every problem with its path.
 */
export const parseTaxonomy = (value: unknown, file: string): Declared => {
  const check = new Checker()
  const fields = check.fields(value, 'the file', TAXONOMY_KEYS)
  const declared = fields === null ? [] : parseFeatures(fields.features, check)
  const features = declared.filter((feature) => feature.kind !== 'NUMERIC') as Feature[]
  const measures = declared.filter((feature) => feature.kind === 'NUMERIC') as Measure[]
  const priority = fields === null ? [] : check.texts(fields.priority, 'priority')
  const topics = check.texts(fields?.topics, 'topics', [])
  const discriminations = check.texts(fields?.discriminations, 'discriminations', [])
  const names = features.map(({ name }) => name)
  priority.forEach((name, index) => {
    if (name !== '' && !names.includes(name)) {
      check.complain(`priority[${index}]`, name, `one of the features ${names.join(', ')}`)
    }
  })
  try {
    bitFields(features)
  } catch (error) {
    check.problems.push((error as Error).message)
  }
  if (check.problems.length > 0) {
    throw new InvalidInput(`${file} is no taxonomy:\n${check.problems.map((line) => `  ${line}`).join('\n')}`)
  }
  const hasOnlyNumbers = [features, topics, discriminations].every(({ length }) => length === 0)
  return { ...(!hasOnlyNumbers && { taxonomy: { features, priority, topics, discriminations } }), measures }
}

/** @throws InvalidInput when the file can't be read, isn't JSON, or isn't a taxonomy (see `parseTaxonomy`). */
export const readTaxonomy = async (file: string | Input): Promise<Declared> => {
  const { path, name } = typeof file === 'string' ? { path: file, name: file } : file
  await openSource(file)
  const text = (await readFile(path, 'utf8')).replace(/^\ufeff/, '')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new InvalidInput(`${name} is not JSON: ${(error as Error).message}`, { cause: error })
  }
  return parseTaxonomy(value, name)
}
