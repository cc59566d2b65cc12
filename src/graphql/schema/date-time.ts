import { builder } from '../builder.ts'

builder.scalarType('DateTime', {
  description: 'A moment as an ISO 8601 string in UTC, to the millisecond: 2026-01-31T23:59:59.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (date) => date.toISOString(),
  parseValue: (value) => {
    const date = new Date(String(value))
    if (Number.isNaN(date.getTime())) throw new TypeError(`"${value}" is not a moment`)
    return date
  },
})
