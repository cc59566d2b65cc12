import { STAGES } from '../../domain/stage.ts'
import { imprints, misalignment, robustness, shiftImprints } from '../../figures/regressions.ts'
import { type Asking, type Drawings, featuresOf } from './asking.ts'
import { rewriterOf } from './rewriting.ts'

const asked = (asking: Asking) => ({ features: featuresOf(asking), level: asking.args.options.level })

export const REGRESSIONS: Drawings<'IMPRINTS' | 'SHIFT_IMPRINTS' | 'MISALIGNMENT' | 'ROBUSTNESS'> = {
  IMPRINTS: async (asking) => {
    const { effects, options } = asking.args
    const [PRE, POST] = await Promise.all(
      STAGES.map((stage) => asking.ask('imprints', { stage, effects, options })),
    )
    return imprints({ PRE, POST }, asked(asking))
  },
  SHIFT_IMPRINTS: async (asking) => {
    const { options } = asking.args
    return shiftImprints(await asking.ask('shiftImprints', { options }), asked(asking))
  },
  MISALIGNMENT: async (asking) => {
    const { link, options } = asking.args
    return misalignment(await asking.ask('misalignment', { link, options }), asked(asking))
  },
  ROBUSTNESS: async (asking) => {
    const { link, options } = asking.args
    const args = { rewriter: rewriterOf(asking), link, keepTargets: true, options }
    return robustness(await asking.ask('robustness', args), asked(asking))
  },
}
