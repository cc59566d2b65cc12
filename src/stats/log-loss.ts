/** −log of 1 / (1 + exp(−x)), without overflow or lost digits. R: `-plogis(x, log.p = TRUE)` */
export const logLoss = (x: number): number => Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
