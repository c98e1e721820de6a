import { Migration } from '@mikro-orm/migrations';

export class Migration20261130161227_counted_hashtags extends Migration {

  override name = 'Migration20261130161227_counted_hashtags';

  override up(): void | Promise<void> {
    this.addSql(`create index "hashtag_popular" on "hashtag" ("post_count", "tag") where post_count > 0;`);

    this.addSql(`alter table "post_hashtag" add "counted" boolean not null default false;`);
    // Texts are parsed when they are written from now on: a worker goes through those that are there.
    this.addSql(`insert into "task" ("id", "job", "payload") select 'index-captions', 'captions.index', '{"after": null}' where exists (select 1 from "post") on conflict do nothing;`);
    this.addSql(`insert into "task" ("id", "job", "payload") select 'index-comments', 'comments.index', '{"after": null}' where exists (select 1 from "comment") on conflict do nothing;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`delete from "task" where "job" in ('captions.index', 'comments.index');`);

    this.addSql(`drop index "hashtag_popular";`);

    this.addSql(`alter table "post_hashtag" drop column "counted";`);
  }

}
