import { arc, type Canvas, outline as line, type Point } from './canvas.ts'
import type { Colour } from './colour.ts'

/** The letters A–Z in a text, accents dropped. */
export const lettersOf = (text: string): string[] =>
  [...text.normalize('NFD').toUpperCase()].filter(letter => letter in GLYPHS)

/** Writes letters around a point, `tall` pixels high. Drawn from lines, since a server may have no fonts. */
export function write(canvas: Canvas, letters: string[], [x, y]: Point, tall: number, colour: Colour): void {
  const gap = 0.34
  const wide = letters.reduce((sum, letter) => sum + GLYPHS[letter]!.wide + gap, -gap)
  let left = x - (wide * tall) / 2
  for (const letter of letters) {
    const { wide, lines } = GLYPHS[letter]!
    for (const line of lines) {
      const points = line.map(([px, py]): Point => [left + px * tall, y + (py - 0.5) * tall])
      canvas.stroke(points, tall * 0.145, colour)
    }
    left += (wide + gap) * tall
  }
}

// Letters are one unit high, y runs down, angles are degrees clockwise from the right.
const bow = (x: number, y: number, rx: number, ry: number, from: number, to: number): Point[] =>
  arc(100, (from * Math.PI) / 180, (to * Math.PI) / 180).map(([dx, dy]) => [x + (dx / 100) * rx, y + (dy / 100) * ry])

const STEM = line(0, 0, 0, 1)
const HEAD = [...line(0, 0), ...bow(0.3, 0.27, 0.3, 0.27, -90, 90), ...line(0, 0.54)]

const glyph = (wide: number, ...lines: Point[][]) => ({ wide, lines })

const GLYPHS: Record<string, { wide: number; lines: Point[][] }> = {
  A: glyph(0.8, line(0, 1, 0.4, 0, 0.8, 1), line(0.14, 0.66, 0.66, 0.66)),
  B: glyph(
    0.62,
    STEM,
    [...line(0, 0), ...bow(0.31, 0.24, 0.25, 0.24, -90, 90), ...line(0, 0.48)],
    [...bow(0.34, 0.74, 0.28, 0.26, -90, 90), ...line(0, 1)],
    line(0, 0.48, 0.34, 0.48),
  ),
  C: glyph(0.86, bow(0.5, 0.5, 0.5, 0.5, -44, -316)),
  D: glyph(0.74, STEM, [...line(0, 0), ...bow(0.26, 0.5, 0.48, 0.5, -90, 90), ...line(0, 1)]),
  E: glyph(0.54, line(0.54, 0, 0, 0, 0, 1, 0.54, 1), line(0, 0.49, 0.46, 0.49)),
  F: glyph(0.54, line(0.54, 0, 0, 0, 0, 1), line(0, 0.51, 0.45, 0.51)),
  G: glyph(0.95, [...bow(0.5, 0.5, 0.5, 0.5, -46, -354), ...line(0.97, 0.54, 0.6, 0.54)]),
  H: glyph(0.68, STEM, line(0.68, 0, 0.68, 1), line(0, 0.5, 0.68, 0.5)),
  I: glyph(0, STEM),
  J: glyph(0.46, [...line(0.46, 0), ...bow(0.21, 0.75, 0.25, 0.25, 0, 150)]),
  K: glyph(0.62, STEM, line(0.6, 0, 0, 0.6), line(0.2, 0.42, 0.62, 1)),
  L: glyph(0.52, line(0, 0, 0, 1, 0.52, 1)),
  M: glyph(0.9, line(0, 1, 0, 0, 0.45, 0.64, 0.9, 0, 0.9, 1)),
  N: glyph(0.7, line(0, 1, 0, 0, 0.7, 1, 0.7, 0)),
  O: glyph(1, bow(0.5, 0.5, 0.5, 0.5, 0, 360)),
  P: glyph(0.6, STEM, HEAD),
  Q: glyph(1, bow(0.5, 0.5, 0.5, 0.5, 0, 360), line(0.62, 0.7, 0.96, 1.04)),
  R: glyph(0.62, STEM, HEAD, line(0.28, 0.54, 0.62, 1)),
  S: glyph(0.6, [...bow(0.3, 0.25, 0.27, 0.25, -35, -270), ...bow(0.3, 0.75, 0.29, 0.25, -90, 145)]),
  T: glyph(0.7, line(0, 0, 0.7, 0), line(0.35, 0, 0.35, 1)),
  U: glyph(0.68, [...line(0, 0), ...bow(0.34, 0.66, 0.34, 0.34, 180, 0), ...line(0.68, 0)]),
  V: glyph(0.78, line(0, 0, 0.39, 1, 0.78, 0)),
  W: glyph(1.1, line(0, 0, 0.27, 1, 0.55, 0.22, 0.83, 1, 1.1, 0)),
  X: glyph(0.68, line(0, 0, 0.68, 1), line(0.68, 0, 0, 1)),
  Y: glyph(0.72, line(0, 0, 0.36, 0.5, 0.72, 0), line(0.36, 0.5, 0.36, 1)),
  Z: glyph(0.62, line(0, 0, 0.62, 0, 0, 1, 0.62, 1)),
}
