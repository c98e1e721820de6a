import { Migration } from '@mikro-orm/migrations';

export class Migration20261121115730_first_light extends Migration {

  override name = 'Migration20261121115730_first_light';

  override up(): void | Promise<void> {
    this.addSql(`create table "conversation" ("id" uuid not null default uuidv7(), "kind" varchar(255) not null, "title" varchar(100) not null default '', "direct_key" varchar(73) null, "head_seq" int not null default 0, "created_at" timestamptz(3) not null default now(), "last_message_at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`alter table "conversation" add constraint "conversation_direct" unique ("direct_key");`);

    this.addSql(`create table "idempotency" ("user_id" uuid not null, "operation" varchar(60) not null, "key" uuid not null, "body_hash" varchar(43) not null, "result" jsonb null, "created_at" timestamptz(3) not null default now(), primary key ("user_id", "operation", "key"));`);
    this.addSql(`create index "idempotency_age" on "idempotency" ("created_at");`);

    this.addSql(`create table "invalidation" ("id" bigserial primary key, "kind" varchar(10) not null, "subject_id" uuid not null, "owner_id" uuid null, "at" timestamptz(3) not null default now());`);
    this.addSql(`create index "invalidation_at" on "invalidation" ("at");`);

    this.addSql(`create table "log_entry" ("user_id" uuid not null, "stream" varchar(20) not null, "seq" int not null, "event" varchar(40) not null, "refs" jsonb not null, "at" timestamptz(3) not null default now(), primary key ("user_id", "stream", "seq"));`);
    this.addSql(`create index "log_entry_age" on "log_entry" ("at");`);

    this.addSql(`create table "mail" ("id" varchar(200) not null, "channel" varchar(255) not null, "recipient" varchar(254) not null, "subject" varchar(200) not null, "text" text not null, "html" text not null, "at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`create index "mail_at" on "mail" ("at");`);

    this.addSql(`create table "message" ("id" uuid not null default uuidv7(), "conversation_id" uuid not null, "seq" int not null, "sender_id" uuid not null, "kind" varchar(255) not null, "text" varchar(5000) not null default '', "media_id" uuid null, "post_id" uuid null, "reply_to_seq" int null, "created_at" timestamptz(3) not null default now(), "edited_at" timestamptz(3) null, "unsent_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`alter table "message" add constraint "message_number" unique ("conversation_id", "seq");`);

    this.addSql(`create table "task" ("id" varchar(120) not null, "job" varchar(40) not null, "payload" jsonb not null, "generation" int not null default 1, "attempts" int not null default 0, "run_at" timestamptz(3) not null default now(), "handed_at" timestamptz(3) null, "failed_at" timestamptz(3) null, "last_error" varchar(500) null, "created_at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`create index "task_due" on "task" ("run_at");`);

    this.addSql(`create table "users" ("id" uuid not null default uuidv7(), "username" varchar(30) null, "skeleton" varchar(30) null, "full_name" varchar(60) not null default '', "bio" varchar(500) not null default '', "website" varchar(200) not null default '', "pronouns" varchar(40) not null default '', "email" varchar(254) null, "phone" varchar(16) null, "verified_at" timestamptz(3) null, "password_hash" text null, "photo" jsonb null, "stage" varchar(255) not null default 'code', "status" varchar(255) not null default 'active', "is_private" boolean not null default false, "is_verified" boolean not null default false, "is_large" boolean not null default false, "post_count" int not null default 0, "follower_count" int not null default 0, "following_count" int not null default 0, "created_at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`alter table "users" add constraint "users_username_unique" unique ("username");`);
    this.addSql(`alter table "users" add constraint "users_skeleton_unique" unique ("skeleton");`);
    this.addSql(`create unique index "users_email_proven" on "users" ("email") where verified_at is not null;`);
    this.addSql(`create unique index "users_phone_proven" on "users" ("phone") where verified_at is not null;`);

    this.addSql(`create table "session" ("id" uuid not null default uuidv7(), "user_id" uuid not null, "refresh_number" int not null default 1, "refreshed_at" timestamptz(3) not null default now(), "user_agent" varchar(400) not null default '', "ip" varchar(64) not null default '', "created_at" timestamptz(3) not null default now(), "last_seen_at" timestamptz(3) not null default now(), "expires_at" timestamptz(3) not null, "ended_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`create index "session_user" on "session" ("user_id");`);

    this.addSql(`create table "post" ("id" uuid not null default uuidv7(), "author_id" uuid not null, "caption" varchar(2200) not null default '', "location" jsonb null, "comments_disabled" boolean not null default false, "status" varchar(255) not null, "like_count" int not null default 0, "comment_count" int not null default 0, "share_count" int not null default 0, "version" int not null default 1, "created_at" timestamptz(3) not null default now(), "edited_at" timestamptz(3) null, "published_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`create index "post_by_author" on "post" ("author_id", "status", "published_at", "id");`);

    this.addSql(`create table "post_save" ("post_id" uuid not null, "user_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("post_id", "user_id"));`);
    this.addSql(`create index "post_save_newest" on "post_save" ("user_id", "created_at", "post_id");`);

    this.addSql(`create table "post_like" ("post_id" uuid not null, "user_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("post_id", "user_id"));`);
    this.addSql(`create index "post_like_user" on "post_like" ("user_id");`);
    this.addSql(`create index "post_like_newest" on "post_like" ("post_id", "created_at");`);

    this.addSql(`create table "feed_entry" ("owner_id" uuid not null, "post_id" uuid not null, "author_id" uuid not null, "published_at" timestamptz(3) not null, primary key ("owner_id", "post_id"));`);
    this.addSql(`create index "feed_entry_post" on "feed_entry" ("post_id");`);
    this.addSql(`create index "feed_entry_newest" on "feed_entry" ("owner_id", "published_at", "post_id");`);

    this.addSql(`create table "notification" ("id" uuid not null default uuidv7(), "user_id" uuid not null, "kind" varchar(255) not null, "group_key" varchar(80) not null, "post_id" uuid null, "comment_id" uuid null, "opened_at" timestamptz(3) not null default now(), "changed_at" timestamptz(3) not null default now(), "told_at" timestamptz(3) not null default now(), "growing" boolean not null default false, "read_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`create index "notification_post" on "notification" ("post_id");`);
    this.addSql(`create index "notification_comment" on "notification" ("comment_id");`);
    this.addSql(`create index "notification_newest" on "notification" ("user_id", "changed_at", "id");`);
    this.addSql(`create index "notification_unread" on "notification" ("user_id") where read_at is null;`);
    this.addSql(`create index "notification_growing" on "notification" ("user_id", "told_at") where growing;`);
    this.addSql(`alter table "notification" add constraint "notification_group" unique ("user_id", "group_key");`);

    this.addSql(`create table "member" ("conversation_id" uuid not null, "user_id" uuid not null, "role" varchar(255) not null default 'member', "read_seq" int not null default 0, "delivered_seq" int not null default 0, "joined_at" timestamptz(3) not null default now(), primary key ("conversation_id", "user_id"));`);
    this.addSql(`create index "member_user" on "member" ("user_id");`);

    this.addSql(`create table "media" ("id" uuid not null default uuidv7(), "owner_id" uuid not null, "status" varchar(255) not null default 'processing', "alt_text" varchar(1000) not null default '', "original_key" varchar(100) not null, "bytes" int not null, "image" jsonb null, "failure" varchar(300) null, "created_at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`create index "media_owner" on "media" ("owner_id");`);

    this.addSql(`create table "post_media" ("post_id" uuid not null, "position" smallint not null, "media_id" uuid not null, primary key ("post_id", "position"));`);
    this.addSql(`alter table "post_media" add constraint "post_media_once" unique ("media_id");`);

    this.addSql(`create table "log_head" ("user_id" uuid not null, "stream" varchar(20) not null, "seq" int not null default 0, "floor" int not null default 0, primary key ("user_id", "stream"));`);

    this.addSql(`create table "follow" ("follower_id" uuid not null, "followee_id" uuid not null, "status" varchar(255) not null, "created_at" timestamptz(3) not null default now(), primary key ("follower_id", "followee_id"));`);
    this.addSql(`create index "follow_newest" on "follow" ("followee_id", "status", "created_at");`);

    this.addSql(`create table "comment" ("id" uuid not null default uuidv7(), "post_id" uuid not null, "author_id" uuid not null, "text" varchar(2200) not null, "parent_id" uuid null, "reply_to_id" uuid null, "like_count" int not null default 0, "reply_count" int not null default 0, "pinned" boolean not null default false, "created_at" timestamptz(3) not null default now(), "edited_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`create index "comment_author" on "comment" ("author_id");`);
    this.addSql(`create index "comment_of_post" on "comment" ("post_id", "created_at", "id") where parent_id is null;`);
    this.addSql(`create index "comment_replies" on "comment" ("parent_id", "created_at", "id") where parent_id is not null;`);
    this.addSql(`create index "comment_post" on "comment" ("post_id");`);

    this.addSql(`create table "code" ("id" uuid not null default uuidv7(), "user_id" uuid not null, "purpose" varchar(255) not null, "contact" varchar(254) not null, "tries" int not null default 0, "created_at" timestamptz(3) not null default now(), "expires_at" timestamptz(3) not null, "used_at" timestamptz(3) null, primary key ("id"));`);
    this.addSql(`create index "code_newest" on "code" ("user_id", "purpose", "created_at");`);

    this.addSql(`alter table "message" add constraint "message_conversation_id_foreign" foreign key ("conversation_id") references "conversation" ("id") on delete cascade;`);

    this.addSql(`alter table "session" add constraint "session_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "post" add constraint "post_author_id_foreign" foreign key ("author_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "post_save" add constraint "post_save_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "post_save" add constraint "post_save_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "post_like" add constraint "post_like_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "post_like" add constraint "post_like_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "feed_entry" add constraint "feed_entry_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete cascade;`);

    this.addSql(`alter table "notification" add constraint "notification_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "member" add constraint "member_conversation_id_foreign" foreign key ("conversation_id") references "conversation" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "member" add constraint "member_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "media" add constraint "media_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "post_media" add constraint "post_media_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete cascade;`);
    this.addSql(`alter table "post_media" add constraint "post_media_media_id_foreign" foreign key ("media_id") references "media" ("id") on delete cascade;`);

    this.addSql(`alter table "log_head" add constraint "log_head_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "follow" add constraint "follow_follower_id_foreign" foreign key ("follower_id") references "users" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "follow" add constraint "follow_followee_id_foreign" foreign key ("followee_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "comment" add constraint "comment_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete cascade;`);
    this.addSql(`alter table "comment" add constraint "comment_author_id_foreign" foreign key ("author_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "code" add constraint "code_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "message" drop constraint "message_conversation_id_foreign";`);
    this.addSql(`alter table "member" drop constraint "member_conversation_id_foreign";`);
    this.addSql(`alter table "session" drop constraint "session_user_id_foreign";`);
    this.addSql(`alter table "post" drop constraint "post_author_id_foreign";`);
    this.addSql(`alter table "post_save" drop constraint "post_save_user_id_foreign";`);
    this.addSql(`alter table "post_like" drop constraint "post_like_user_id_foreign";`);
    this.addSql(`alter table "notification" drop constraint "notification_user_id_foreign";`);
    this.addSql(`alter table "member" drop constraint "member_user_id_foreign";`);
    this.addSql(`alter table "media" drop constraint "media_owner_id_foreign";`);
    this.addSql(`alter table "log_head" drop constraint "log_head_user_id_foreign";`);
    this.addSql(`alter table "follow" drop constraint "follow_follower_id_foreign";`);
    this.addSql(`alter table "follow" drop constraint "follow_followee_id_foreign";`);
    this.addSql(`alter table "comment" drop constraint "comment_author_id_foreign";`);
    this.addSql(`alter table "code" drop constraint "code_user_id_foreign";`);
    this.addSql(`alter table "post_save" drop constraint "post_save_post_id_foreign";`);
    this.addSql(`alter table "post_like" drop constraint "post_like_post_id_foreign";`);
    this.addSql(`alter table "feed_entry" drop constraint "feed_entry_post_id_foreign";`);
    this.addSql(`alter table "post_media" drop constraint "post_media_post_id_foreign";`);
    this.addSql(`alter table "comment" drop constraint "comment_post_id_foreign";`);
    this.addSql(`alter table "post_media" drop constraint "post_media_media_id_foreign";`);

    this.addSql(`drop table if exists "conversation" cascade;`);
    this.addSql(`drop table if exists "idempotency" cascade;`);
    this.addSql(`drop table if exists "invalidation" cascade;`);
    this.addSql(`drop table if exists "log_entry" cascade;`);
    this.addSql(`drop table if exists "mail" cascade;`);
    this.addSql(`drop table if exists "message" cascade;`);
    this.addSql(`drop table if exists "task" cascade;`);
    this.addSql(`drop table if exists "users" cascade;`);
    this.addSql(`drop table if exists "session" cascade;`);
    this.addSql(`drop table if exists "post" cascade;`);
    this.addSql(`drop table if exists "post_save" cascade;`);
    this.addSql(`drop table if exists "post_like" cascade;`);
    this.addSql(`drop table if exists "feed_entry" cascade;`);
    this.addSql(`drop table if exists "notification" cascade;`);
    this.addSql(`drop table if exists "member" cascade;`);
    this.addSql(`drop table if exists "media" cascade;`);
    this.addSql(`drop table if exists "post_media" cascade;`);
    this.addSql(`drop table if exists "log_head" cascade;`);
    this.addSql(`drop table if exists "follow" cascade;`);
    this.addSql(`drop table if exists "comment" cascade;`);
    this.addSql(`drop table if exists "code" cascade;`);
  }

}
