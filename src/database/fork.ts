import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'

/** An entity manager of its own for each piece of work: none sees what another has loaded. */
export const forkOf =
  (orm: MikroORM): (() => EntityManager) =>
  () =>
    orm.em.fork({ clear: true, useContext: false })
