/** Spends some of what there is. */
export type Budget = (amount: number) => void

/** So much to spend. What is more is `exceeded`, each time. */
export const openBudget = (most: number, exceeded: () => Error): Budget => {
  let spent = 0
  return (amount) => {
    spent += amount
    if (spent > most) throw exceeded()
  }
}
