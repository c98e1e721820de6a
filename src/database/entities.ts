import * as all from '#entities'

/** Every kind of row. */
export const entities = Object.values(all)
