import { Migration } from '@mikro-orm/migrations';

export class Migration20261130212400_partial_notification_indexes extends Migration {

  override name = 'Migration20261130212400_partial_notification_indexes';

  override up(): void | Promise<void> {
    this.addSql(`drop index "notification_post";`);
    this.addSql(`create index "notification_post" on "notification" ("post_id") where post_id is not null;`);
    this.addSql(`drop index "notification_comment";`);
    this.addSql(`create index "notification_comment" on "notification" ("comment_id") where comment_id is not null;`);
    this.addSql(`drop index "notification_about";`);
    this.addSql(`create index "notification_about" on "notification" ("about_id") where about_id is not null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "notification_post";`);
    this.addSql(`create index "notification_post" on "notification" ("post_id");`);
    this.addSql(`drop index "notification_comment";`);
    this.addSql(`create index "notification_comment" on "notification" ("comment_id");`);
    this.addSql(`drop index "notification_about";`);
    this.addSql(`create index "notification_about" on "notification" ("about_id");`);
  }

}
