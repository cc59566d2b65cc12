import { type ExecutionArgs, getOperationAST, Kind } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { Forbidden } from '../../domain/errors.ts'
import { includesScope, type TokenScope } from '../../domain/token-scope.ts'
import { type Fragments, fieldsOf } from '../../graphql/fields-of.ts'
import { errorWithStatus } from '../error-response.ts'
import type { TimeLimit } from '../limits/time.ts'
import type { Access } from './access.ts'
import { isForeign } from './use-cross-site.ts'

const fragmentsOf = ({ document }: ExecutionArgs): Fragments =>
  Object.fromEntries(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
    ),
  )

/** The widest scope that a mutation's fields need, whether or not they are skipped; null: it is none. */
const scopeOf = (args: ExecutionArgs): TokenScope | null => {
  const operation = getOperationAST(args.document, args.operationName)
  if (operation?.operation !== 'mutation') return null
  const fields = args.schema.getMutationType()?.getFields() ?? {}
  const scopes = fieldsOf(operation.selectionSet, fragmentsOf(args)).map(({ name }): TokenScope => {
    const field = fields[name.value]
    // `__typename`, which changes nothing.
    return field ? (field.extensions.scope ?? 'ADMIN') : 'READ'
  })
  return scopes.reduce((widest, scope) => (includesScope(scope, widest) ? scope : widest), 'READ')
}

/**
 * Whoever asks for a mutation needs the scope of each of its fields, before any of them begins; pages of other origins may not,
 * even those that may read. That it comes over POST is Yoga's to see to.
 */
export const useScopes = (access: Access, time: TimeLimit): Plugin<{ request: Request }> => ({
  onExecute: async ({ args, setResultAndStopExecution }) => {
    const scope = scopeOf(args)
    if (scope === null) return
    const { request } = args.contextValue
    try {
      if (isForeign(request)) throw new Forbidden('pages of other origins may not change anything here')
      await access.requires(request, scope)
    } catch (error) {
      time.stop(request)
      setResultAndStopExecution({ errors: [errorWithStatus(error)] })
    }
  },
})
