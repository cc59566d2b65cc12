import { Alignment } from './alignment.tsx'
import { Breakdown } from './breakdown.tsx'
import { Preferences } from './preferences.tsx'
import { Quadrants } from './quadrants.tsx'
import { Regimes } from './regimes.tsx'

export const Overview = () => (
  <>
    <Alignment />
    <Regimes />
    <Preferences />
    <Quadrants />
    <Breakdown />
  </>
)
