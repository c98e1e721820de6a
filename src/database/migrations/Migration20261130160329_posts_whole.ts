import { Migration } from '@mikro-orm/migrations';

export class Migration20261130160329_posts_whole extends Migration {

  override name = 'Migration20261130160329_posts_whole';

  override up(): void | Promise<void> {
    this.addSql(`create table "hashtag" ("tag" varchar(200) not null, "post_count" int not null default 0, "created_at" timestamptz(3) not null default now(), primary key ("tag"));`);
    this.addSql(`create index "hashtag_search" on "hashtag" using gin ("tag" gin_trgm_ops);`);

    this.addSql(`create table "post_mention" ("post_id" uuid not null, "user_id" uuid not null, "present" boolean not null default true, "created_at" timestamptz(3) not null default now(), primary key ("post_id", "user_id"));`);
    this.addSql(`create index "post_mention_newest" on "post_mention" ("user_id", "created_at");`);

    this.addSql(`create table "post_hashtag" ("post_id" uuid not null, "tag" varchar(200) not null, "published_at" timestamptz(3) null, primary key ("post_id", "tag"));`);
    this.addSql(`create index "post_hashtag_newest" on "post_hashtag" ("tag", "published_at", "post_id");`);

    this.addSql(`create table "post_edit" ("id" uuid not null default uuidv7(), "post_id" uuid not null, "caption" varchar(2200) not null, "location" jsonb null, "media_ids" text[] not null default '{}', "written_at" timestamptz(3) not null, "created_at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`create index "post_edit_newest" on "post_edit" ("post_id", "created_at", "id");`);

    this.addSql(`create table "photo_tag" ("post_id" uuid not null, "media_id" uuid not null, "user_id" uuid not null, "x" double precision not null, "y" double precision not null, "created_at" timestamptz(3) not null default now(), primary key ("post_id", "media_id", "user_id"));`);
    this.addSql(`create index "photo_tag_media" on "photo_tag" ("media_id");`);
    this.addSql(`create index "photo_tag_newest" on "photo_tag" ("user_id", "created_at", "post_id");`);


    this.addSql(`create table "hashtag_follow" ("user_id" uuid not null, "tag" varchar(200) not null, "created_at" timestamptz(3) not null default now(), primary key ("user_id", "tag"));`);
    this.addSql(`create index "hashtag_follow_tag" on "hashtag_follow" ("tag");`);
    this.addSql(`create index "hashtag_follow_newest" on "hashtag_follow" ("user_id", "created_at", "tag");`);

    this.addSql(`create table "comment_mention" ("comment_id" uuid not null, "user_id" uuid not null, "present" boolean not null default true, "created_at" timestamptz(3) not null default now(), primary key ("comment_id", "user_id"));`);
    this.addSql(`create index "comment_mention_newest" on "comment_mention" ("user_id", "created_at");`);

    this.addSql(`create table "comment_like" ("comment_id" uuid not null, "user_id" uuid not null, "counted" boolean not null default true, "created_at" timestamptz(3) not null default now(), primary key ("comment_id", "user_id"));`);
    this.addSql(`create index "comment_like_newest" on "comment_like" ("comment_id", "created_at");`);
    this.addSql(`create index "comment_like_user" on "comment_like" ("user_id", "created_at");`);

    this.addSql(`create table "collection" ("id" uuid not null default uuidv7(), "owner_id" uuid not null, "title" varchar(100) not null, "cover_post_id" uuid null, "created_at" timestamptz(3) not null default now(), primary key ("id"));`);
    this.addSql(`create index "collection_newest" on "collection" ("owner_id", "created_at", "id");`);

    this.addSql(`create table "collection_post" ("collection_id" uuid not null, "post_id" uuid not null, "created_at" timestamptz(3) not null default now(), primary key ("collection_id", "post_id"));`);
    this.addSql(`create index "collection_post_post" on "collection_post" ("post_id");`);
    this.addSql(`create index "collection_post_newest" on "collection_post" ("collection_id", "created_at", "post_id");`);


    this.addSql(`create index "message_post" on "message" ("post_id") where post_id is not null;`);

    this.addSql(`alter table "users" add "who_may_comment" varchar(255) not null default 'everyone', add "who_may_mention" varchar(255) not null default 'everyone', add "who_may_tag" varchar(255) not null default 'everyone', add "who_may_message" varchar(255) not null default 'everyone', add "hidden_words" text[] not null default '{}', add "show_activity" boolean not null default true, add "read_receipts" boolean not null default true, add "language" varchar(35) not null default 'en', add "time_zone" varchar(64) not null default 'UTC';`);

    this.addSql(`alter table "post" add "entities" jsonb null, add "likes_hidden" boolean not null default false, add "shared_post_id" uuid null, add "former_status" varchar(255) null, add "publish_at" timestamptz(3) null, add "archived_at" timestamptz(3) null, add "deleted_at" timestamptz(3) null, add "pinned_at" timestamptz(3) null;`);
    this.addSql(`create index "post_unpublished" on "post" ("author_id", "status", "created_at", "id") where status <> 'published';`);
    this.addSql(`create index "post_due" on "post" ("publish_at") where status = 'scheduled';`);
    this.addSql(`create index "post_deleted" on "post" ("deleted_at") where status = 'deleted';`);
    this.addSql(`create index "post_pinned" on "post" ("author_id", "pinned_at") where pinned_at is not null;`);
    this.addSql(`create index "post_reposts" on "post" ("shared_post_id") where shared_post_id is not null;`);

    this.addSql(`drop index "post_like_user";`);
    this.addSql(`create index "post_like_user" on "post_like" ("user_id", "created_at");`);

    this.addSql(`drop index "comment_author";`);
    this.addSql(`alter table "comment" add "entities" jsonb null, add "hidden" boolean not null default false, add "deleted_at" timestamptz(3) null;`);
    this.addSql(`create index "comment_top" on "comment" ("post_id", "like_count", "created_at", "id") where parent_id is null;`);
    this.addSql(`create index "comment_pinned" on "comment" ("post_id", "created_at", "id") where pinned;`);
    this.addSql(`create index "comment_author" on "comment" ("author_id", "created_at");`);

    this.addSql(`alter table "post_mention" add constraint "post_mention_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "post_mention" add constraint "post_mention_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "post_hashtag" add constraint "post_hashtag_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete cascade;`);

    this.addSql(`alter table "post_edit" add constraint "post_edit_post_id_foreign" foreign key ("post_id") references "post" ("id") on delete cascade;`);

    this.addSql(`alter table "photo_tag" add constraint "photo_tag_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "photo_tag" add constraint "photo_tag_media_id_foreign" foreign key ("media_id") references "media" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "photo_tag" add constraint "photo_tag_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);


    this.addSql(`alter table "hashtag_follow" add constraint "hashtag_follow_user_id_foreign" foreign key ("user_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "comment_mention" add constraint "comment_mention_comment_id_foreign" foreign key ("comment_id") references "comment" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "comment_mention" add constraint "comment_mention_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "comment_like" add constraint "comment_like_comment_id_foreign" foreign key ("comment_id") references "comment" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "comment_like" add constraint "comment_like_user_id_foreign" foreign key ("user_id") references "users" ("id") on update cascade on delete cascade;`);

    this.addSql(`alter table "collection" add constraint "collection_owner_id_foreign" foreign key ("owner_id") references "users" ("id") on delete cascade;`);

    this.addSql(`alter table "collection_post" add constraint "collection_post_collection_id_foreign" foreign key ("collection_id") references "collection" ("id") on update cascade on delete cascade;`);
    this.addSql(`alter table "collection_post" add constraint "collection_post_post_id_foreign" foreign key ("post_id") references "post" ("id") on update cascade on delete cascade;`);

  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "collection_post" drop constraint "collection_post_collection_id_foreign";`);

    this.addSql(`drop table if exists "hashtag" cascade;`);
    this.addSql(`drop table if exists "post_mention" cascade;`);
    this.addSql(`drop table if exists "post_hashtag" cascade;`);
    this.addSql(`drop table if exists "post_edit" cascade;`);
    this.addSql(`drop table if exists "photo_tag" cascade;`);
    this.addSql(`drop table if exists "hashtag_follow" cascade;`);
    this.addSql(`drop table if exists "comment_mention" cascade;`);
    this.addSql(`drop table if exists "comment_like" cascade;`);
    this.addSql(`drop table if exists "collection" cascade;`);
    this.addSql(`drop table if exists "collection_post" cascade;`);

    this.addSql(`drop index "comment_top";`);
    this.addSql(`drop index "comment_pinned";`);
    this.addSql(`drop index "comment_author";`);
    this.addSql(`alter table "comment" drop column "entities", drop column "hidden", drop column "deleted_at";`);
    this.addSql(`create index "comment_author" on "comment" ("author_id");`);

    this.addSql(`drop index "message_post";`);

    this.addSql(`drop index "post_unpublished";`);
    this.addSql(`drop index "post_due";`);
    this.addSql(`drop index "post_deleted";`);
    this.addSql(`drop index "post_pinned";`);
    this.addSql(`drop index "post_reposts";`);
    this.addSql(`alter table "post" drop column "entities", drop column "likes_hidden", drop column "shared_post_id", drop column "former_status", drop column "publish_at", drop column "archived_at", drop column "deleted_at", drop column "pinned_at";`);

    this.addSql(`drop index "post_like_user";`);
    this.addSql(`create index "post_like_user" on "post_like" ("user_id");`);

    this.addSql(`alter table "users" drop column "who_may_comment", drop column "who_may_mention", drop column "who_may_tag", drop column "who_may_message", drop column "hidden_words", drop column "show_activity", drop column "read_receipts", drop column "language", drop column "time_zone";`);
  }

}
