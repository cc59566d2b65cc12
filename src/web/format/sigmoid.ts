/** Log-odds as a share. R: `plogis` */
export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))
