import { InvalidInput, NotFound } from '../domain/errors.ts'
import { allFeatures, type NamedFeature } from '../domain/measure.ts'
import type { Outline } from '../frame/frame.ts'
import { findAttribute } from '../pairs/attribute.ts'
import type { Pairs } from '../pairs/pairs.ts'
import type { AttributeControl } from '../pairs/patterns.ts'

/** More values than anybody adjusts for: each is a column of the design. */
const MAX_VALUES = 100

/** What is adjusted for, by its names: features, as indices into all of them, and attributes. */
export type NamedControls = { features: number[]; attributes: string[] }

/** @throws NotFound listing the features and attributes that there are */
export const namedControls = (outline: Outline, names: readonly string[]): NamedControls => {
  const all = allFeatures(outline)
  const features: number[] = []
  const attributes: string[] = []
  for (const name of new Set(names)) {
    const feature = all.findIndex((one) => one.name === name)
    if (feature >= 0) features.push(feature)
    else if (outline.attributes.some((one) => one.name === name)) attributes.push(name)
    else
      throw new NotFound('feature or attribute', name, [
        ...all.map((one) => one.name),
        ...outline.attributes.map((one) => one.name),
      ])
  }
  return { features: features.sort((a, b) => a - b), attributes }
}

const valuesOf = async (all: readonly Pairs[], name: string): Promise<string[]> => {
  const values = new Set<string>()
  for (const pairs of all)
    for (const { key, chosen, rejected } of await pairs.attributeValues(name))
      if (chosen + rejected > 0) values.add(key)
  return [...values].sort()
}

/**
 * Attributes as columns of a design: a number as it is, of other values a dummy each but for the first in alphabetical order, the
 * same for all of several slices. R: `factor(attribute)` in a formula.
 *
 * @throws InvalidInput for an attribute of more values than can be adjusted for
 */
export const attributeControls = async (
  all: readonly Pairs[],
  names: readonly string[],
): Promise<AttributeControl[]> => {
  const [{ outline }] = all
  const controls: AttributeControl[] = []
  for (const attribute of names) {
    const { kind } = findAttribute(outline.attributes, attribute)
    if (kind === 'NUMBER') {
      controls.push({ attribute, value: null })
      continue
    }
    const [, ...others] = await valuesOf(all, attribute)
    if (others.length >= MAX_VALUES)
      throw new InvalidInput(
        `options.controls: attribute "${attribute}" has ${others.length + 1} values, and each is a column: at most ${MAX_VALUES} can be adjusted for; take a slice, or an attribute of fewer`,
      )
    controls.push(...others.map((value) => ({ attribute, value })))
  }
  return controls
}

/** A control as other features are named. */
export const controlFeature = ({ attribute, value }: AttributeControl): NamedFeature => {
  const name = value === null ? attribute : `${attribute} = ${value}`
  return { name, title: name, kind: value === null ? 'NUMERIC' : 'BOOLEAN', inRegressions: false }
}
