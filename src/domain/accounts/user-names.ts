/**
 * What makes two user names the same: lower case, without dots and underscores, with lookalikes folded: 0 is o, 1 is l,
 * rn is m, vv is w.
 */
export const skeletonOf = (username: string) =>
  username
    .toLowerCase()
    .replaceAll(/[._]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
