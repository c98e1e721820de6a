import { Migration } from '@mikro-orm/migrations';

export class Migration20261130034418_names_in_all_scripts extends Migration {

  override name = 'Migration20261130034418_names_in_all_scripts';

  override up(): void | Promise<void> {
    this.addSql(`alter table "users" alter column "search" type varchar(400);`);
    // Names are looked for in another spelling from now on: a worker goes through those that are there.
    this.addSql(`insert into "task" ("id", "job", "payload") select 'index-names', 'names.index', '{"after": null}' where exists (select 1 from "users") on conflict do nothing;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`delete from "task" where "job" = 'names.index';`);
    this.addSql(`alter table "users" alter column "search" type varchar(100) using ("search"::varchar(100));`);
  }

}
