/** 1 as '1 pair', 5000 as '5000 pairs'. */
export const counted = (count: number, thing: string, things = `${thing}s`): string =>
  `${count} ${count === 1 ? thing : things}`
