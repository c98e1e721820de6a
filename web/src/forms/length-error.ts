import { lengthOf } from '#contract'

/** What is wrong with a text that is longer than the server takes; nothing is cut off of what somebody wrote. */
export function lengthError(text: string, maxLength: number): string | undefined {
  const length = lengthOf(text)
  return length > maxLength
    ? `must have at most ${formatNumber(maxLength)} characters, and has ${formatNumber(length)}`
    : undefined
}

const formatNumber = (number: number) => number.toLocaleString('en')
