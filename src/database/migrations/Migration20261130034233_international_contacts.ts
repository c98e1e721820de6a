import { Migration } from '@mikro-orm/migrations';

export class Migration20261130034233_international_contacts extends Migration {

  override name = 'Migration20261130034233_international_contacts';

  override up(): void | Promise<void> {
    this.addSql(`alter table "users" add "email_given" varchar(254) null;`);

    this.addSql(`alter table "code" add "contact_given" varchar(254) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "code" drop column "contact_given";`);

    this.addSql(`alter table "users" drop column "email_given";`);
  }

}
