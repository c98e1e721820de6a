import { alpineLake } from './alpine-lake.ts'
import { balloons } from './balloons.ts'
import { beachAbove } from './beach-above.ts'
import { cityDusk } from './city-dusk.ts'
import { dahlias } from './dahlias.ts'
import { desertDunes } from './desert-dunes.ts'
import { lavender } from './lavender.ts'
import { mistyMountains } from './misty-mountains.ts'
import { northernLights } from './northern-lights.ts'
import { paperWaves } from './paper-waves.ts'
import type { Scene } from './scenery.ts'
import { starryNight } from './starry-night.ts'
import { stillLife } from './still-life.ts'
import { sunsetSea } from './sunset-sea.ts'
import { tiles } from './tiles.ts'

export const SCENES: readonly Scene[] = [
  sunsetSea,
  dahlias,
  mistyMountains,
  beachAbove,
  stillLife,
  starryNight,
  balloons,
  alpineLake,
  tiles,
  cityDusk,
  lavender,
  northernLights,
  paperWaves,
  desertDunes,
]
