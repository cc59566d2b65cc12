import type { Plugin } from 'graphql-yoga'
import { ownTurn } from '../../engine/turns.ts'

/** Operations that arrive together start one after the other. */
export const useTurns = (): Plugin => ({ onParams: () => ownTurn() })
