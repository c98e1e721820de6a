import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '#platform/database'
import { openEmbeddedPostgres } from '#platform/embedded-postgres'

/** `npm run migration -- add-saves` writes the migration that updates the tables to the entities. */
const name = process.argv[2]
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
  console.error('Say what the migration does, in kebab-case: npm run migration -- add-saves')
  process.exit(1)
}

const folder = await mkdtemp(join(tmpdir(), 'heliograph-migration-'))
const postgres = process.env.DATABASE_URL
  ? { url: process.env.DATABASE_URL, close: async () => {} }
  : await openEmbeddedPostgres(folder)
const orm = await openDatabase(postgres.url, 2)
await orm.migrator.up()
const written = await orm.migrator.create(undefined, false, false, name)
await orm.close()
await postgres.close()
await rm(folder, { recursive: true, force: true })

if (written.fileName === '') console.log('The tables are what the entities say: nothing to write.')
else await listMigrations()

/** `src/database/migrations/index.ts` lists every migration, so that none is loaded by reading folders. */
async function listMigrations() {
  const files = (await readdir('src/database/migrations')).filter(file => /^Migration\d+.*\.ts$/.test(file)).sort()
  const classOf = (file: string) => file.match(/^Migration\d+/)?.[0] ?? file
  const imports = files.map(file => `import { ${nameIn(file)} } from './${file}'\n`).join('')
  const list = files.map(file => `  { name: '${file.replace(/\.ts$/, '')}', class: ${nameIn(file)} },\n`).join('')
  await writeFile(
    'src/database/migrations/index.ts',
    `import type { MigrationObject } from '@mikro-orm/core'\n${imports}\n/** Every migration in order. */\nexport const migrations: MigrationObject[] = [\n${list}]\n`,
  )
  console.log(`Wrote src/database/migrations/${written.fileName}`)
  function nameIn(file: string) {
    return file.replace(/\.ts$/, '').replaceAll('-', '_') || classOf(file)
  }
}
