/** How many characters a text has, as all limits of the contract count them: code points, of which an emoji has one or more. */
export function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length += 1
  return length
}

/** The first characters of a text, none of them cut apart. */
export const firstOf = (text: string, most: number) => (text.length <= most ? text : [...text].slice(0, most).join(''))
