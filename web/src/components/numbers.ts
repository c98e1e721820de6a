/** A number with its noun: "1 like", "2 likes". */
export const pluralize = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString()} ${count === 1 ? one : many}`

/** Numbers from 10,000 up in short: "12.3K". */
export const compactNumber = (count: number): string =>
  count < 10_000
    ? count.toLocaleString()
    : Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
