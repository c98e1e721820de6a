import { searchable } from '#access/search'

/** The searchable names of an account: written to `users.search` wherever a name is written. */
export const searchText = (username: string, fullName: string) =>
  // By code points, as PostgreSQL counts: normalisation may have made more of them.
  [...searchable(`${username} ${fullName}`)].slice(0, 400).join('')
