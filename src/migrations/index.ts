import type { MigrationObject } from '@mikro-orm/core'
import { Migration20261121103716_first_light } from './Migration20261121103716_first_light.ts'
import { Migration20261121105419_save_posts } from './Migration20261121105419_save_posts.ts'

/** Every migration in order. */
export const migrations: MigrationObject[] = [
  { name: 'Migration20261121103716_first_light', class: Migration20261121103716_first_light },
  { name: 'Migration20261121105419_save_posts', class: Migration20261121105419_save_posts },
]
