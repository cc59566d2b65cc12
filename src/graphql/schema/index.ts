import './date-time.ts'
import './query.ts'
import './audit-regressions.ts'
import './comparison.ts'
import './figure.ts'
import { specifiedDirectives } from 'graphql'
import { builder } from '../builder.ts'
import { deferDirective } from './defer.ts'

export const schema = builder.toSchema({ directives: [...specifiedDirectives, deferDirective] })
