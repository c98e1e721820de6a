import { lengthOf } from '#contract'

/** What is wrong with a text that is longer than the server takes; nothing is cut off of what somebody wrote. */
export function tooLong(text: string, most: number): string | undefined {
  const length = lengthOf(text)
  return length > most ? `must have at most ${counted(most)} characters, and has ${counted(length)}` : undefined
}

const counted = (number: number) => number.toLocaleString('en')
