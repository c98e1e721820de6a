import type { Crop } from '#contract'
import type { Sides } from './photo-sides.ts'

/** Whoever crops in the pixels of a screen may be off by so many of the picture. */
const slack = 1

/** Whether a crop lies within a picture of these sides, but for rounding. */
export const fitsIn = ({ x, y, width, height }: Crop, sides: Sides) =>
  x < sides.width && y < sides.height && x + width <= sides.width + slack && y + height <= sides.height + slack
