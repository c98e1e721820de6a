import type { MigrationObject } from '@mikro-orm/core'
import { Migration20261121115730_first_light } from './Migration20261121115730_first_light.ts'
import { Migration20261121125611_accounts } from './Migration20261121125611_accounts.ts'
import { Migration20261130032402_spent_tokens } from './Migration20261130032402_spent_tokens.ts'
import { Migration20261130034233_international_contacts } from './Migration20261130034233_international_contacts.ts'
import { Migration20261130034418_names_in_all_scripts } from './Migration20261130034418_names_in_all_scripts.ts'
import { Migration20261130160329_posts_whole } from './Migration20261130160329_posts_whole.ts'
import { Migration20261130161133_tagged_users } from './Migration20261130161133_tagged_users.ts'
import { Migration20261130161227_counted_hashtags } from './Migration20261130161227_counted_hashtags.ts'
import { Migration20261130171137_count_reposts } from './Migration20261130171137_count_reposts.ts'
import { Migration20261130181628_keep_activity } from './Migration20261130181628_keep_activity.ts'
import { Migration20261130212400_partial_notification_indexes } from './Migration20261130212400_partial_notification_indexes.ts'
import { Migration20261130213645_large_followees } from './Migration20261130213645_large_followees.ts'

/** Every migration in order. */
export const migrations: MigrationObject[] = [
  { name: 'Migration20261121115730_first_light', class: Migration20261121115730_first_light },
  { name: 'Migration20261121125611_accounts', class: Migration20261121125611_accounts },
  { name: 'Migration20261130032402_spent_tokens', class: Migration20261130032402_spent_tokens },
  { name: 'Migration20261130034233_international_contacts', class: Migration20261130034233_international_contacts },
  { name: 'Migration20261130034418_names_in_all_scripts', class: Migration20261130034418_names_in_all_scripts },
  { name: 'Migration20261130160329_posts_whole', class: Migration20261130160329_posts_whole },
  { name: 'Migration20261130161133_tagged_users', class: Migration20261130161133_tagged_users },
  { name: 'Migration20261130161227_counted_hashtags', class: Migration20261130161227_counted_hashtags },
  { name: 'Migration20261130171137_count_reposts', class: Migration20261130171137_count_reposts },
  { name: 'Migration20261130181628_keep_activity', class: Migration20261130181628_keep_activity },
  { name: 'Migration20261130212400_partial_notification_indexes', class: Migration20261130212400_partial_notification_indexes },
  { name: 'Migration20261130213645_large_followees', class: Migration20261130213645_large_followees },
]
