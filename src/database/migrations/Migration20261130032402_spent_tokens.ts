import { Migration } from '@mikro-orm/migrations';

export class Migration20261130032402_spent_tokens extends Migration {

  override name = 'Migration20261130032402_spent_tokens';

  override up(): void | Promise<void> {
    this.addSql(`alter table "session" add "spent_at" jsonb not null default '{}';`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "session" drop column "spent_at";`);
  }

}
