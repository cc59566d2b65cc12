/** Parts of the page that sentences lead to. */
export const ALIGNMENT = 'alignment'
export const RULERS = 'rulers'
export const WEAK_SLICES = 'weak-slices'
