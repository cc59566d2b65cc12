/** What was made of an item, or why nothing was. */
export type Made<T, Value> = { item: T; value: Value } | { item: T; reason: string }
