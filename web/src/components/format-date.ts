/** The date of an ISO time, in the browser's locale. */
export const formatDate = (time: string): string => new Date(time).toLocaleDateString(undefined, { dateStyle: 'long' })
