import { Migration } from '@mikro-orm/migrations';

export class Migration20261130181628_keep_activity extends Migration {

  override name = 'Migration20261130181628_keep_activity';

  override up(): void | Promise<void> {
    this.addSql(`create table "hidden_activity" ("user_id" uuid not null, "activity_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("user_id", "activity_id"));`);

    this.addSql(`create table "activity_clearing" ("id" uuid not null default uuidv7(), "user_id" uuid not null, "kind" varchar(255) null, "before" timestamptz(3) not null, "removed" int not null default 0, "done_at" timestamptz(3) null, "created_at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`create index "activity_clearing_user" on "activity_clearing" ("user_id");`);

    this.addSql(`drop index "comment_post";`);
    this.addSql(`create index "comment_post" on "comment" ("post_id", "created_at");`);

    this.addSql(`alter table "hidden_activity" add constraint "hidden_activity_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "activity_clearing" add constraint "activity_clearing_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "hidden_activity" cascade;`);
    this.addSql(`drop table if exists "activity_clearing" cascade;`);

    this.addSql(`drop index "comment_post";`);
    this.addSql(`create index "comment_post" on "comment" ("post_id");`);
  }

}
