import { Migration } from '@mikro-orm/migrations';

export class Migration20261130213645_large_followees extends Migration {

  override name = 'Migration20261130213645_large_followees';

  override up(): void | Promise<void> {
    this.addSql(`alter table "follow" add "followee_large" boolean not null default false;`);
    this.addSql(`update "follow" set followee_large = true from users where users.id = followee_id and is_large;`);
    this.addSql(`create index "follow_large" on "follow" ("follower_id") where followee_large;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "follow_large";`);
    this.addSql(`alter table "follow" drop column "followee_large";`);
  }

}
