import type { Canvas } from './canvas.ts'
import { type Colour, colours } from './colour.ts'
import { lettersOf, write } from './lettering.ts'
import type { Random } from './random.ts'

const GROUNDS = [
  '#ff9a6b #e0456f',
  '#6bc5d2 #2f5fa8',
  '#8f7fe0 #4a2f8f',
  '#7fcf9a #1f7f7a',
  '#ffc46b #e8743b',
  '#f49ac1 #8f4fb0',
  '#5f8fe0 #25306f',
  '#e88fa0 #a83258',
  '#9acb6b #3a7f4f',
  '#4fb8a8 #1f4a6b',
].map(colours)

const INK: Colour = [255, 253, 248]

/** Initials, or the outline of a person, on a coloured ground with soft circles. */
export function drawPortrait(canvas: Canvas, random: Random, initials: string): void {
  const side = canvas.width
  const ground = random.pick(GROUNDS)
  const lean = random.between(0.15, 0.85) * side
  canvas.rectangle([0, 0], [side, side], { spread: ground, start: [lean, 0], end: [side - lean, side] })
  canvas.glow([side * 0.25, side * 0.1], side * 0.8, [255, 255, 255], 0.3)
  for (let i = 0; i < 3; i++) {
    const at = [random.between(-0.1, 1.1) * side, random.between(-0.1, 1.1) * side] as const
    canvas.disc(at, random.between(0.2, 0.48) * side, i === 1 ? ground[1]! : [255, 255, 255], i === 1 ? 0.22 : 0.1)
  }
  const letters = lettersOf(initials).slice(0, 2)
  if (letters.length > 0) drawLetters(canvas, letters, ground[1]!)
  else drawPerson(canvas)
}

function drawLetters(canvas: Canvas, letters: string[], shade: Colour): void {
  const side = canvas.width
  const tall = side * (letters.length === 1 ? 0.4 : 0.32)
  write(canvas, letters, [side * 0.507, side * 0.512], tall, shade)
  write(canvas, letters, [side * 0.5, side * 0.5], tall, INK)
}

function drawPerson(canvas: Canvas): void {
  const side = canvas.width
  canvas.disc([side * 0.5, side * 0.4], side * 0.17, INK, 0.94)
  canvas.ellipse([side * 0.5, side * 0.98], side * 0.33, side * 0.35, INK, 0.94)
}
