import type { Question } from '../../audit/questions.ts'
import type { Argument, Described, Field } from '../../metrics/field.ts'
import { METRICS } from '../../metrics/metrics.ts'
import { ask } from '../audit-scope.ts'
import { builder } from '../builder.ts'
import { HEATMAP, HISTOGRAM } from '../cost.ts'
import { AuditRef, OF_PREFERENCES, OF_REGIMES } from './audit.ts'
import { PreferenceEnum, RegimeEnum, SideEnum, StageEnum } from './enums.ts'
import { HeatmapType, HistogramType } from './statistics.ts'

const describedType = ({ name, about, members }: Described) =>
  builder.objectRef<Record<string, unknown>>(name).implement({
    description: about,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(members).map(([member, { is, about: description, nullable = false }]) => [
          member,
          t.expose(member as never, { type: is, description, nullable } as never),
        ]),
      ),
  })

const costOf = ({ answer }: Field) => {
  if (answer === 'HISTOGRAM') return { cost: HISTOGRAM }
  return answer === 'HEATMAP' ? { cost: HEATMAP } : {}
}

const typeOf = ({ answer }: Field) => {
  if (answer === 'HISTOGRAM') return HistogramType
  return answer === 'HEATMAP' ? HeatmapType : describedType(answer)
}

/** Fields of metrics that say themselves what clients get. */
builder.objectFields(AuditRef, (t) => {
  const argumentOf = (argument: Argument) => {
    switch (argument.is) {
      case 'Int':
        return t.arg.int({ required: true, defaultValue: argument.default, description: argument.about })
      case 'Boolean':
        return t.arg.boolean({
          required: true,
          defaultValue: argument.default,
          description: argument.about,
        })
      case 'SIDE':
        return t.arg({
          type: SideEnum,
          required: true,
          defaultValue: 'CHOSEN',
          description: argument.about,
        })
      case 'REGIMES':
        return t.arg({ type: [RegimeEnum], description: OF_REGIMES })
      case 'PREFERENCES':
        return t.arg({ type: [PreferenceEnum], description: OF_PREFERENCES })
    }
  }
  const stage = t.arg({
    type: StageEnum,
    required: true,
    defaultValue: 'POST',
    description: "Which of the audit's two models.",
  })
  const fieldOf = (name: Question, whose: readonly string[], field: Field) =>
    t.field({
      type: typeOf(field) as typeof HistogramType,
      nullable: true,
      extensions: costOf(field),
      description: field.about,
      args: {
        ...(whose.includes('model') ? { stage } : {}),
        ...Object.fromEntries(Object.entries(field.args ?? {}).map(([name, one]) => [name, argumentOf(one)])),
      },
      resolve: (audit, args, context) => ask(audit, name, args as never, context) as never,
    })
  return Object.fromEntries(
    Object.entries(METRICS).flatMap(([name, { whose, field }]) =>
      field ? [[name, fieldOf(name as Question, whose, field)]] : [],
    ),
  )
})
