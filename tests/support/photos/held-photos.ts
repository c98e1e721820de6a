import type { TestApp } from '#support/app/use-app'

/** Does something while no photo that is uploaded is rendered; afterwards all of them are. */
export async function whilePhotosWait<T>({ query }: Pick<TestApp, 'query'>, work: () => Promise<T>): Promise<T> {
  await query(`create or replace function hold_photo() returns trigger language plpgsql as $$
    begin new.run_at := now() + interval '1 hour'; new.handed_at := null; return new; end $$`)
  await query(`create trigger hold_photo before insert on task
    for each row when (new.job = 'photo.render') execute function hold_photo()`)
  try {
    return await work()
  } finally {
    await query('drop trigger hold_photo on task')
    await query("update task set run_at = now() where job = 'photo.render' and attempts = 0")
  }
}
