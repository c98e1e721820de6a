import type { TestApp } from '#support/app/use-app'

/** Every user whose follow counts differ from the rows. */
export const wrongCounts = (app: TestApp) =>
  app.query(
    `select username, follower_count, following_count from users where follower_count <> (
      select count(*) from follow where followee_id = users.id and status = 'following' and follower_counted
    ) or following_count <> (
      select count(*) from follow where follower_id = users.id and status = 'following' and followee_counted
    )`,
  )
