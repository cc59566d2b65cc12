import {
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  Kind,
  type ParseOptions,
  parse,
  type Source,
} from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { LimitExceeded } from '../../domain/errors.ts'
import { openWriter } from './answer-size.ts'
import { costOf } from './cost.ts'
import { documentProblems } from './document.ts'
import { type Limits, variableOf } from './limits.ts'
import { assertNesting } from './nesting.ts'
import type { TimeLimit } from './time.ts'

// graphql-js has the typo.
const TOO_MANY_TOKENS = /Document contains more tha[nt] \d+ tokens/

/** @throws LimitExceeded, or GraphQLError for what is no document */
const parseWithin = (source: string | Source, options: ParseOptions | undefined, { tokens }: Limits) => {
  try {
    return parse(source, { ...options, maxTokens: tokens })
  } catch (error) {
    // The parser is recursive.
    if (error instanceof RangeError) throw new LimitExceeded('the document is nested deeper than can be read')
    if (!(error instanceof GraphQLError && TOO_MANY_TOKENS.test(error.message))) throw error
    throw new LimitExceeded(
      `the document has more than ${tokens} tokens, which is the most there may be (${variableOf('tokens')})`,
    )
  }
}

/** What it costs. @throws LimitExceeded */
const assertCost = ({ schema, document, operationName, variableValues }: ExecutionArgs, limits: Limits) => {
  const operation = getOperationAST(document, operationName)
  if (!operation) return 0
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  )
  const variables = variableValues ?? {}
  const cost = costOf({ schema, operation, fragments, variables, mostFilter: limits.filter })
  if (cost !== null && cost > limits.cost) {
    throw new LimitExceeded(
      `this costs ${cost}; at most ${limits.cost} (${variableOf('cost')}): ask for smaller pages, fewer fields, regressions or replicates`,
    )
  }
  return cost ?? 0
}

const refused = (error: unknown) => {
  if (!(error instanceof LimitExceeded)) throw error
  // With the status of a document that is not valid.
  const extensions = { code: error.code, http: { spec: true, status: 400 } }
  return { errors: [new GraphQLError(error.message, { originalError: error, extensions })] }
}

type Write = ReturnType<typeof openWriter>

/** The parts of a deferred answer; where the time is over, an error as the last one. */
async function* inTime(
  parts: AsyncIterable<ExecutionResult>,
  request: Request,
  { time, write }: { time: TimeLimit; write: Write },
) {
  const iterator = parts[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { done, value } = await time.within(request, () => iterator.next())
      if (done) return
      yield await time.within(request, () => write(value))
    }
  } catch (error) {
    const last = { incremental: [{ path: [], data: null, ...refused(error) }], hasNext: false }
    yield last as ExecutionResult
  } finally {
    time.stop(request)
    void iterator.return?.()
  }
}

/** Keeps each GraphQL request to what the server has to give, before it begins; the time limit ends it later. */
export const useLimits = (limits: Limits, time: TimeLimit): Plugin<{ request: Request }> => ({
  onParse: ({ setParseFn }) => {
    setParseFn((source, options) => parseWithin(source, options, limits))
  },
  onParams: ({ params }) => {
    assertNesting('variables', params.variables, limits)
    assertNesting('extensions', params.extensions, limits)
  },
  onValidate: ({ params: { documentAST }, setResult }) => {
    const problems = documentProblems(documentAST, limits)
    // Instead of the rules: some of them take long over what is too large.
    if (problems.length > 0) setResult(problems)
  },
  onExecute: ({ args, executeFn, setExecuteFn, setResultAndStopExecution }) => {
    const { request } = args.contextValue
    let cost: number
    try {
      cost = assertCost(args, limits)
    } catch (error) {
      time.stop(request)
      setResultAndStopExecution(refused(error))
      return
    }
    const write = openWriter({ cost, most: limits.answer, signal: time.signalOf(request) })
    const execute = async (args: ExecutionArgs) => {
      const result = await executeFn(args)
      return isAsyncIterable<ExecutionResult>(result)
        ? inTime(result, request, { time, write })
        : write(result)
    }
    setExecuteFn((args) => time.within(request, () => execute(args)))
    return {
      onExecuteDone: ({ result }) => {
        if (!isAsyncIterable<ExecutionResult>(result)) time.stop(request)
      },
    }
  },
  onSubscribe: ({ args, setResultAndStopExecution }) => {
    try {
      assertCost(args, limits)
    } catch (error) {
      setResultAndStopExecution(refused(error))
    }
    time.stop(args.contextValue.request)
  },
})
