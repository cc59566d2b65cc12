import type { GraphQLError } from 'graphql'
import type { SealError } from '../domain/errors.ts'
import { isDefect, logDefect, maskError } from './masking.ts'

const STATUS: Record<SealError['code'], number> = {
  INVALID_INPUT: 400,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNAVAILABLE: 503,
  CANCELLED: 503,
}

/** An error as JSON, with as much of it as GraphQL shows; defects are logged. */
export const failure = (error: unknown): Response => {
  if (isDefect(error)) logDefect(error)
  const { message, extensions } = maskError(error, 'Unexpected error.') as GraphQLError
  const { code: shown, id } = extensions
  const code = String(shown)
  const status = STATUS[code as SealError['code']] ?? 500
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  return Response.json({ code, message, id }, { status, headers })
}
