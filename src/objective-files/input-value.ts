import {
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLScalarType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
} from 'graphql'
import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml'
import { clipped } from '../domain/clipped.ts'
import { nearNames } from '../domain/near-names.ts'
import { whyUnstorable } from '../domain/storable.ts'
import type { Flaw } from './yaml-text.ts'

export type InputValue = {
  /** As GraphQL takes it; undefined, or left out of what it is in, where it is wrong. */
  value: unknown
  /** Each with the path of what is wrong. */
  flaws: (Flaw & { at: string })[]
  /** Where what is given stands, by its path, such as `objectives[1].where.feature`. */
  offsets: ReadonlyMap<string, number>
}

type Node = ParsedNode | null

const SHOWN = 60

const unknownName = (name: string, known: readonly string[]): string => {
  const near = nearNames(name, known)
  const instead = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${known.join(', ')}`
  return `unknown "${clipped(name, SHOWN)}"; ${instead}`
}

const INT_LIMIT = 2 ** 31

/** What GraphQL's own scalars take. */
const SCALARS: Record<string, { is: string; takes(value: unknown): boolean }> = {
  String: { is: 'a text', takes: (value) => typeof value === 'string' },
  Boolean: { is: 'true or false', takes: (value) => typeof value === 'boolean' },
  Float: { is: 'a finite number', takes: Number.isFinite },
  Int: {
    is: 'a whole number within 32 bits',
    takes: (value) => Number.isInteger(value) && Math.abs(value as number) < INT_LIMIT,
  },
}

const isEmpty = (node: Node): boolean => node === null || (isScalar(node) && node.value === null)

const shown = (node: Node): string => {
  if (isMap(node)) return 'a mapping'
  if (isSeq(node)) return 'a list'
  if (!isScalar(node)) return 'empty'
  return clipped(typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value), SHOWN)
}

const within = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`)

/**
 * The value of a YAML node as an input type of GraphQL has it, with everything that is wrong in it. A list is written as one,
 * also of one thing; null is as good as any other value where the type has it.
 *
 * @param ignored keys of the outermost mapping that are nobody's
 */
export const readInput = (
  type: GraphQLInputType,
  root: Node,
  ignored: readonly string[] = [],
): InputValue => {
  const flaws: InputValue['flaws'] = []
  const offsets = new Map<string, number>()

  const complain = (offset: number, at: string, message: string): undefined => {
    flaws.push({ offset, at, message })
  }

  const leaf = (type: GraphQLScalarType | GraphQLEnumType, node: Node, at: string): unknown => {
    const offset = offsets.get(at) ?? 0
    const value = isScalar(node) ? node.value : undefined
    if (!isScalarType(type)) {
      const names = type.getValues().map(({ name }) => name)
      if (typeof value !== 'string')
        return complain(offset, at, `is ${shown(node)}; must be one of ${names.join(', ')}`)
      return names.includes(value) ? value : complain(offset, at, unknownName(value, names))
    }
    const { is, takes } = SCALARS[type.name]
    if (!takes(value)) return complain(offset, at, `is ${shown(node)}; must be ${is}`)
    const why = typeof value === 'string' ? whyUnstorable(value) : null
    return why === null ? value : complain(offset, at, why)
  }

  const object = (type: GraphQLInputObjectType, node: Node, at: string): unknown => {
    const offset = offsets.get(at) ?? 0
    if (!isMap<ParsedNode, Node>(node)) return complain(offset, at, `is ${shown(node)}; must be a mapping`)
    const fields = type.getFields()
    const given = new Map<string, unknown>()
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : ''
      const [start] = key.range
      if (at === '' && ignored.includes(name)) continue
      if (!Object.hasOwn(fields, name)) complain(start, at, unknownName(name, Object.keys(fields)))
      else if (given.has(name)) complain(start, within(at, name), 'is given twice')
      else {
        const inner = within(at, name)
        offsets.set(inner, isEmpty(value) ? start : (value?.range[0] ?? start))
        given.set(name, read(fields[name].type, value, inner))
      }
    }
    for (const field of Object.values(fields))
      if (isRequiredInputField(field) && !given.has(field.name))
        complain(offset, at, `${field.name} is missing`)
    return Object.fromEntries([...given].filter(([, value]) => value !== undefined))
  }

  /** `at` has its offset already. */
  const read = (type: GraphQLInputType, node: Node, at: string): unknown => {
    const offset = offsets.get(at) ?? 0
    if (isAlias(node)) return complain(offset, at, 'is an alias: write here what it stands for')
    if (isNonNullType(type))
      return isEmpty(node)
        ? complain(offset, at, 'is empty; leave it out, or give it a value')
        : read(type.ofType, node, at)
    if (isEmpty(node)) return null
    if (isInputObjectType(type)) return object(type, node, at)
    if (!isListType(type)) return leaf(type, node, at)
    if (!isSeq<ParsedNode>(node)) return complain(offset, at, `is ${shown(node)}; must be a list`)
    return node.items.map((item, index) => {
      const inner = `${at}[${index}]`
      offsets.set(inner, item.range[0])
      return read(type.ofType, item, inner)
    })
  }

  offsets.set('', root?.range[0] ?? 0)
  return { value: read(type, root, ''), flaws, offsets }
}
