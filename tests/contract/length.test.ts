import { describe, expect, it } from 'vitest'
import { firstOf, lengthOf, text } from '#contract'

const pieces = ['a', 'é', 'e\u0301', '本', '😀', '👩‍💻', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '𠮷', '\r\n', 'श्री']

describe('the length of a text', () => {
  it.each(pieces)('is what the contract accepts, to the character: %j', piece => {
    const [fits, exceeds] = [piece.repeat(40), `${piece.repeat(40)}😀`]
    const most = lengthOf(fits)
    expect(text(most).safeParse(fits).success).toBe(true)
    expect(text(most - 1).safeParse(fits).success).toBe(false)
    expect(text(most).safeParse(exceeds).success).toBe(false)
    expect(text(most + 1).safeParse(exceeds).success).toBe(true)
  })

  it('counts code points', () => {
    expect(pieces.map(lengthOf)).toEqual([1, 1, 2, 1, 1, 3, 4, 7, 1, 2, 4])
    expect(lengthOf('')).toBe(0)
  })

  it('is cut between characters', () => {
    expect(firstOf('😀😀😀', 2)).toBe('😀😀')
    expect(firstOf('ab', 2)).toBe('ab')
    expect(firstOf('a😀', 2)).toBe('a😀')
  })
})
