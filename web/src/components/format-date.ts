/** The day of a time, in the words of whoever looks. */
export const formatDate = (time: string): string => new Date(time).toLocaleDateString(undefined, { dateStyle: 'long' })
