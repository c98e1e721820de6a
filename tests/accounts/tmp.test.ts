import { it } from 'vitest'
import { startApp } from '#support/app'
import { signUpAt } from '#support/sign-ups'
it('x', async () => {
  const app = await startApp({ env: { LOG_LEVEL: 'info' } })
  const tables = await app.query<{t:string}>(`select table_schema||'.'||table_name as t from information_schema.tables where table_schema not in ('pg_catalog','information_schema') and table_name ilike '%bull%' or table_schema ilike '%bull%'`)
  console.log(tables.map(x => x.t).join(' '))
  const t = Date.now()
  await signUpAt(app, 'code')
  for (let i = 0; i < 5; i++) {
    await new Promise(r => setTimeout(r, 500))
    const out: string[] = []
    for (const { t } of tables) out.push(t, JSON.stringify(await app.query(`select * from ${t}`)))
    console.log(Date.now() - t, out.join('\n'))
    const mail = await app.query('select id from mail')
    if (mail.length) break
  }
  await signUpAt(app, 'code')
  await new Promise(r => setTimeout(r, 1500))
  console.log(await app.query('select * from mail'), await app.query('select id from task'))
  await app.close()
}, 60000)
