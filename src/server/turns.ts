import type { Plugin } from 'graphql-yoga'
import { ownTurn } from '../engine/turns.ts'

/** Requests that arrive together begin one after the other. */
export const useTurns = (): Plugin => ({ onParams: () => ownTurn() })
