import { Migration } from '@mikro-orm/migrations';

export class Migration20261130171137_count_reposts extends Migration {

  override name = 'Migration20261130171137_count_reposts';

  override up(): void | Promise<void> {
    this.addSql(`alter table "post" add "repost_counted" boolean not null default false;`);
    this.addSql(`create index "post_reposts_by" on "post" ("author_id", "repost_counted") where shared_post_id is not null;`);
    // Messages carried posts before shares were counted.
    this.addSql(`update post set share_count = shares, version = version + 1 from (
      select post_id, count(*)::int as shares from message where post_id is not null and unsent_at is null group by post_id
    ) carried where post.id = carried.post_id and share_count <> shares;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "post_reposts_by";`);
    this.addSql(`alter table "post" drop column "repost_counted";`);
  }

}
