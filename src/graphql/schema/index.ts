import './date-time.ts'
import './query.ts'
import './audit-regressions.ts'
import './comparison.ts'
import './figure.ts'
import { builder } from '../builder.ts'

export const schema = builder.toSchema()
