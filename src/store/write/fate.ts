/** What becomes of what a record says of an entry. */
export type Fate = 'ADDED' | 'ALTERED' | 'UNCHANGED'
