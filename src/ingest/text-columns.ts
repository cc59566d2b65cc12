import type { SchemaElement, SchemaTree } from 'hyparquet'
import { InvalidInput } from '../domain/errors.ts'

const leavesOf = ({ element, children }: SchemaTree): SchemaElement[] =>
  children.length === 0 ? [element] : children.flatMap(leavesOf)

const isText = ({ type }: SchemaElement): boolean => type === 'BYTE_ARRAY'

/** @throws InvalidInput for a column of Parquet that is neither texts nor lists of messages. */
export const checkTexts = (column: SchemaTree, file: string): void => {
  const { element, children } = column
  const texts = leavesOf(column).flatMap((leaf) => (isText(leaf) ? [leaf.name] : []))
  const lacking = ['role', 'content'].filter((key) => !texts.includes(key))
  if (children.length === 0 ? isText(element) : lacking.length === 0) return
  const is = children.length === 0 ? `is ${element.type}` : `has no text ${lacking.join(' and ')}`
  throw new InvalidInput(
    `${file}: the column ${element.name} ${is}; it must be a text or a list of {role, content}`,
  )
}

/** Whether a column may have scalars, by itself, in objects, or as a list of them. */
export const maybeScalars = ({ element, children }: SchemaTree): boolean =>
  hasScalars({ element, children }) || isScalarList(children)

const hasScalars = ({ element, children }: Pick<SchemaTree, 'element' | 'children'>): boolean =>
  element.repetition_type !== 'REPEATED' && (children.length === 0 || children.some(hasScalars))

/** As Parquet spells a list: one repeated child, which has one. */
const isScalarList = ([list, ...others]: readonly SchemaTree[]): boolean =>
  others.length === 0 &&
  list.element.repetition_type === 'REPEATED' &&
  list.children.length <= 1 &&
  list.children.every(({ children }) => children.length === 0)

export const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
