/** The length of a text in code points, the unit of all length limits in the contract. An emoji is one or more. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/** The first `max` code points of a text: cuts no surrogate pair. */
export const firstOf = (text: string, max: number) => (text.length <= max ? text : [...text].slice(0, max).join(''))
