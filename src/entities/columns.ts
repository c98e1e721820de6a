import { p } from '@mikro-orm/postgresql'

/** A UUIDv7 made by the database, so that ids sort by the database's clock. */
export const newId = () => p.uuid().primary().defaultRaw('uuidv7()')
/** The database's clock, in milliseconds as the contract tells it. */
export const now = () => p.datetime().length(3).defaultRaw('now()')
export const moment = () => p.datetime().length(3)
export const counter = () => p.integer().default(0)
