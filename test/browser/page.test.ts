import { describe } from 'vitest'
import { browserIsThere } from './chromium.ts'
import { accessibility } from './page/accessibility.ts'
import { exports } from './page/exports.ts'
import { features } from './page/features.ts'
import { figures } from './page/figures.ts'
import { firstAnswers } from './page/first-answers.ts'
import { lacking } from './page/lacking.ts'
import { loading } from './page/loading.ts'
import { models } from './page/models.ts'
import { objectives } from './page/objectives.ts'
import { openForAll } from './page/opened.ts'
import { pairs } from './page/pairs.ts'
import { slicing } from './page/slicing.ts'
import { training } from './page/training.ts'

const PARTS = {
  loading,
  firstAnswers,
  training,
  slicing,
  features,
  models,
  objectives,
  figures,
  pairs,
  exports,
  lacking,
  accessibility,
}

describe.skipIf(!browserIsThere('The page’s'))('the page in a browser', () => {
  openForAll()
  for (const [part, tests] of Object.entries(PARTS)) describe(part, tests)
})
