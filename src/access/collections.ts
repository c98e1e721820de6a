import type { EntityManager } from '@mikro-orm/postgresql'
import { db } from '#database'

/** The collections of a user, which nobody else sees. */
export const ownCollections = (em: EntityManager, ownerId: string) =>
  db(em).selectFrom('Collection').where('Collection.ownerId', '=', ownerId)
