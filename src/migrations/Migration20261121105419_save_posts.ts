import { Migration } from '@mikro-orm/migrations';

export class Migration20261121105419_save_posts extends Migration {

  override name = 'Migration20261121105419_save_posts';

  override up(): void | Promise<void> {
    this.addSql(`create table "post_save" ("post_id" uuid not null, "user_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("post_id", "user_id"));`);
    this.addSql(`create index "post_save_newest" on "post_save" ("user_id", "created_at", "post_id");`);

    this.addSql(`alter table "post_save" add constraint "post_save_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "post_save" add constraint "post_save_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "post_save" cascade;`);
  }

}
