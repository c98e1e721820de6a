import type { Crop } from '#contract'
import type { Sides } from './photo-sides.ts'

/** Rounding error of clients that crop in screen pixels, in pixels of the picture. */
const slack = 1

/** Whether a crop lies within a picture of this size, except for rounding. */
export const fitsIn = ({ x, y, width, height }: Crop, sides: Sides) =>
  x < sides.width && y < sides.height && x + width <= sides.width + slack && y + height <= sides.height + slack
