export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A part of a Vega-Lite specification, or all of it. Tests hold it to Vega-Lite's own schema. */
export type Spec = { readonly [key: string]: Json }

/**
 * A part of a figure with the texts that its axes show: positions are numbers and the texts lie in
 * parameters, so that two features of one title stay two, and no text of a dataset is ever an expression.
 */
export type Panel = { spec: Spec; params: readonly Spec[] }

/** What a figure shows, but not of which pairs; `notes` are lines below the title. */
export type Drawing = { title: string; notes: readonly string[] } & Panel
