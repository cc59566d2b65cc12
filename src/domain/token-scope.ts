/** What the holder of a token may do: each includes those before it. */
export const TOKEN_SCOPES = ['READ', 'WRITE', 'ADMIN'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

export const includesScope = (held: TokenScope, needed: TokenScope): boolean =>
  TOKEN_SCOPES.indexOf(held) >= TOKEN_SCOPES.indexOf(needed)
