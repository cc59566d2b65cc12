/** What a request takes, as the server counts it or as estimated. */
export type Tokens = { input: number; output: number }

/** The rule of every estimate: one token for every four bytes of UTF-8. */
export const tokensIn = (text: string): number => Math.ceil(Buffer.byteLength(text) / 4)
