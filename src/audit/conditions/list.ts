import { attribute } from './attribute.ts'
import { discrimination } from './discrimination.ts'
import { feature } from './feature.ts'
import { group } from './group.ts'
import { margin } from './margin.ts'
import { marginChange } from './margin-change.ts'
import { measure } from './measure.ts'
import { pairId } from './pair-id.ts'
import { preference } from './preference.ts'
import { regime } from './regime.ts'
import { reward } from './reward.ts'
import { rewardShift } from './reward-shift.ts'
import { rewritten } from './rewritten.ts'
import { rowId } from './row-id.ts'
import { rowIds } from './row-ids.ts'
import { slice } from './slice.ts'
import { subset } from './subset.ts'
import { text } from './text.ts'
import { tie } from './tie.ts'
import { topic } from './topic.ts'

/** Every condition that a filter can have, in the order in which they are read. */
export const CONDITIONS = {
  rowId,
  pairId,
  rowIds,
  group,
  subset,
  slice,
  tie,
  attribute,
  measure,
  regime,
  preference,
  topic,
  discrimination,
  feature,
  reward,
  margin,
  marginChange,
  rewardShift,
  text,
  rewritten,
}
