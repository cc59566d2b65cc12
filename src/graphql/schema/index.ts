import './date-time.ts'
import './query.ts'
import './metric-fields.ts'
import './audit-regressions.ts'
import './audit-slices.ts'
import './choices.ts'
import './comparison.ts'
import './figure.ts'
import { specifiedDirectives } from 'graphql'
import { builder } from '../builder.ts'
import { takingTurns } from '../taking-turns.ts'
import { deferDirective } from './defer.ts'

export const schema = takingTurns(builder.toSchema({ directives: [...specifiedDirectives, deferDirective] }))
