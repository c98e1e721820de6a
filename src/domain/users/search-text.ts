import { searchable } from '#access/search'

/** The names of somebody as they are looked for: written to `users.search` wherever a name is written. */
export const searchText = (username: string, fullName: string) =>
  // By code points, as PostgreSQL counts: taking letters apart may have made them many more.
  [...searchable(`${username} ${fullName}`)].slice(0, 400).join('')
