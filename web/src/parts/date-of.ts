/** The day of a time, in the words of whoever looks. */
export const dateOf = (time: string): string => new Date(time).toLocaleDateString(undefined, { dateStyle: 'long' })
