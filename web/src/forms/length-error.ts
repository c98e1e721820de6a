import { lengthOf } from '#contract'

/** An error if a text is longer than the server accepts. Nothing is cut off. */
export function lengthError(text: string, maxLength: number): string | undefined {
  const length = lengthOf(text)
  return length > maxLength ? `too long: ${formatNumber(length)} of ${formatNumber(maxLength)} characters` : undefined
}

const formatNumber = (number: number) => number.toLocaleString('en')
