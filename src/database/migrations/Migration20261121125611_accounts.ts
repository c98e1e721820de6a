import { Migration } from '@mikro-orm/migrations';

export class Migration20261121125611_accounts extends Migration {

  override name = 'Migration20261121125611_accounts';

  override up(): void | Promise<void> {
    // Names are looked for by their trigrams. The extension is a trusted one: the owner of a database may make it.
    this.addSql(`create extension if not exists pg_trgm;`);

    this.addSql(`create table "totp" ("user_id" uuid not null, "secret" text not null, "confirmed_at" timestamptz(3) null, "last_step" bigint not null default '0', "recovery" jsonb not null default '[]', "created_at" timestamptz(3) not null default now(), primary key ("user_id"));`);

    this.addSql(`create table "report" ("id" uuid not null default uuidv7(), "reporter_id" uuid null, "kind" varchar(255) not null, "target_id" uuid not null, "reason" varchar(60) not null, "note" varchar(1000) not null default '', "status" varchar(255) not null default 'open', "outcome" varchar(255) null, "created_at" timestamptz(3) not null default now(), "resolved_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`create index "report_reporter" on "report" ("reporter_id");`);
    this.addSql(`create index "report_newest" on "report" ("status", "created_at", "id");`);
    this.addSql(`create unique index "report_open" on "report" ("reporter_id", "target_id") where status = 'open';`);

    this.addSql(`create table "mute" ("muter_id" uuid not null, "muted_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("muter_id", "muted_id"));`);
    this.addSql(`create index "mute_muted" on "mute" ("muted_id");`);

    this.addSql(`create table "export" ("id" uuid not null default uuidv7(), "user_id" uuid not null, "status" varchar(255) not null default 'processing', "created_at" timestamptz(3) not null default now(), "expires_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`create index "export_user" on "export" ("user_id");`);

    this.addSql(`create table "dismissal" ("user_id" uuid not null, "dismissed_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("user_id", "dismissed_id"));`);
    this.addSql(`create index "dismissal_dismissed" on "dismissal" ("dismissed_id");`);

    this.addSql(`create table "block" ("blocker_id" uuid not null, "blocked_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("blocker_id", "blocked_id"));`);
    this.addSql(`create index "block_blocked" on "block" ("blocked_id", "blocker_id");`);

    this.addSql(`create table "audit" ("id" uuid not null default uuidv7(), "moderator_id" uuid null, "act" varchar(255) not null, "target_kind" varchar(255) not null, "target_id" uuid not null, "reason" varchar(500) not null default '', "at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`create index "audit_moderator" on "audit" ("moderator_id");`);
    this.addSql(`create index "audit_newest" on "audit" ("at", "id");`);

    this.addSql(`alter table "users" add "role" varchar(255) not null default 'user', add "search" varchar(100) not null default '', add "photo_media_id" uuid null, add "deleted_at" timestamptz(3) null, add "former_skeleton" varchar(30) null, add "renamed_at" timestamptz(3) null;`);
    this.addSql(`update "users" set "search" = lower("username" || ' ' || "full_name") where "username" is not null;`);
    // What looks alike is folded from now on; a name whose fold is taken stays as it is.
    this.addSql(`with folded as (
      select "id", replace(replace(replace(replace("skeleton", '0', 'o'), '1', 'l'), 'rn', 'm'), 'vv', 'w') as "skeleton" from "users"
    ) update "users" set "skeleton" = folded."skeleton" from folded where folded."id" = "users"."id"
      and folded."skeleton" <> "users"."skeleton"
      and not exists (select 1 from folded "other" where "other"."skeleton" = folded."skeleton" and "other"."id" <> "users"."id");`);
    this.addSql(`create index "users_search" on "users" using gin ("search" gin_trgm_ops);`);
    this.addSql(`create index "users_unproven" on "users" (coalesce("email", "phone"), "created_at") where stage = 'code';`);
    this.addSql(`create index "users_unfinished" on "users" ("created_at") where stage <> 'done';`);

    this.addSql(`create index "users_former" on "users" ("former_skeleton") where former_skeleton is not null;`);
    this.addSql(`create index "users_deleted" on "users" ("deleted_at") where status = 'deleted' and username is not null;`);

    this.addSql(`alter table "post_like" add "counted" boolean not null default true;`);

    this.addSql(`alter table "follow" add "follower_counted" boolean not null default true, add "followee_counted" boolean not null default true;`);
    this.addSql(`create index "follow_latest" on "follow" ("follower_id", "status", "created_at");`);

    this.addSql(`alter table "comment" add "counted" boolean not null default true;`);

    this.addSql(`alter table "session" add "device_id" uuid null, add "known" boolean not null default true;`);
    this.addSql(`create index "session_device" on "session" ("device_id");`);

    this.addSql(`alter table "notification" add "about_id" uuid null, add "security" jsonb null;`);
    this.addSql(`create index "notification_about" on "notification" ("about_id");`);

    this.addSql(`alter table "media" add "crop" jsonb null, add "unchecked" boolean not null default true;`);
    this.addSql(`create index "media_unchecked" on "media" ("created_at") where unchecked;`);

    this.addSql(`create index "message_media" on "message" ("media_id") where media_id is not null;`);

    this.addSql(`alter table "code" alter column "user_id" drop not null;`);
    this.addSql(`create index "code_contact" on "code" ("contact", "created_at");`);

    this.addSql(`alter table "totp" add constraint "totp_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "report" add constraint "report_reporter_id_foreign" foreign key ("reporter_id") references "users" ("id") on delete set null;`);

    this.addSql(`alter table "mute" add constraint "mute_muter_id_foreign" foreign key ("muter_id") references "users" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "mute" add constraint "mute_muted_id_foreign" foreign key ("muted_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "export" add constraint "export_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "dismissal" add constraint "dismissal_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "dismissal" add constraint "dismissal_dismissed_id_foreign" foreign key ("dismissed_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "block" add constraint "block_blocker_id_foreign" foreign key ("blocker_id") references "users" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "block" add constraint "block_blocked_id_foreign" foreign key ("blocked_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "audit" add constraint "audit_moderator_id_foreign" foreign key ("moderator_id") references "users" ("id") on delete set null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "totp" cascade;`);
    this.addSql(`drop table if exists "report" cascade;`);
    this.addSql(`drop table if exists "mute" cascade;`);
    this.addSql(`drop table if exists "export" cascade;`);
    this.addSql(`drop table if exists "dismissal" cascade;`);
    this.addSql(`drop table if exists "block" cascade;`);
    this.addSql(`drop table if exists "audit" cascade;`);

    this.addSql(`drop index "code_contact";`);
    this.addSql(`delete from "code" where "user_id" is null;`);
    this.addSql(`alter table "code" alter column "user_id" set not null;`);

    this.addSql(`drop index "message_media";`);

    this.addSql(`drop index "media_unchecked";`);
    this.addSql(`alter table "media" drop column "crop", drop column "unchecked";`);

    this.addSql(`drop index "notification_about";`);
    this.addSql(`alter table "notification" drop column "about_id", drop column "security";`);

    this.addSql(`alter table "post_like" drop column "counted";`);

    this.addSql(`drop index "follow_latest";`);
    this.addSql(`alter table "follow" drop column "follower_counted", drop column "followee_counted";`);

    this.addSql(`alter table "comment" drop column "counted";`);

    this.addSql(`drop index "session_device";`);
    this.addSql(`alter table "session" drop column "device_id", drop column "known";`);

    this.addSql(`drop index "users_search";`);
    this.addSql(`drop index "users_unproven";`);
    this.addSql(`drop index "users_unfinished";`);
    this.addSql(`drop index "users_former";`);
    this.addSql(`drop index "users_deleted";`);
    this.addSql(`alter table "users" drop column "role", drop column "search", drop column "photo_media_id", drop column "deleted_at", drop column "former_skeleton", drop column "renamed_at";`);
  }

}
