import './date-time.ts'
import './query.ts'
import { builder } from '../builder.ts'

export const schema = builder.toSchema()
