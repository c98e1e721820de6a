import type { HandlersOf } from '#core/pipeline/handler'
import { logSince } from './since.ts'

export const log: HandlersOf<'log'> = { 'log.since': logSince }
