import { Migration } from '@mikro-orm/migrations';

export class Migration20261130161133_tagged_users extends Migration {

  override name = 'Migration20261130161133_tagged_users';

  override up(): void | Promise<void> {
    this.addSql(`create table "tagged_user" ("post_id" uuid not null, "user_id" uuid not null, "present" boolean not null default true, "removed_at" timestamptz(3) null, "notified_at" timestamptz(3) null, "created_at" timestamptz(3) not null default now(), primary key ("post_id", "user_id"));`);
    this.addSql(`create index "tagged_user_newest" on "tagged_user" ("user_id", "created_at", "post_id");`);

    this.addSql(`alter table "tagged_user" add constraint "tagged_user_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "tagged_user" add constraint "tagged_user_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "tagged_user" cascade;`);
  }

}
