import { GIF } from 'image-size/types/gif'
import { PNG } from 'image-size/types/png'
import { WEBP } from 'image-size/types/webp'
import { boxes, startsWith, uint16, uint32 } from './byte-reading.ts'

export type Sides = { width: number; height: number }
export type Measured = Sides | 'cut off' | { broken: string }

/**
 * Reads the sides of a photo whose signature is known, format by format. Only image-size's readers of fixed places are
 * used: its detection takes text behind a RIFF header for an SVG, its JPEG reader is lenient where decoders are not,
 * and its AVIF reader takes quadratic time.
 */
export const MEASURES = {
  jpeg: measureJpeg,
  png: measurePng,
  webp: (head: Uint8Array) => measureBy(WEBP, head, 30),
  gif: (head: Uint8Array) => measureBy(GIF, head, 10),
  avif: measureAvif,
}

// The frame header stands behind segments of any number and length. Steps from marker to marker as libjpeg does, so
// that both find the same one.
function measureJpeg(head: Uint8Array): Measured {
  let at = 2
  while (true) {
    if (head[at] !== 0xff) at = head.indexOf(0xff, at)
    if (at < 0) return 'cut off'
    while (head[at] === 0xff) at++
    const marker = head[at++]
    if (marker === undefined) return 'cut off'
    if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue
    if (marker === 0xd9 || marker === 0xda) return { broken: 'The JPEG file holds no picture.' }
    if (isFrame(marker)) return measureFrame(head, at, marker)
    if (at + 2 > head.length) return 'cut off'
    const length = uint16(head, at)
    if (length < 2) return { broken: 'The JPEG file is damaged.' }
    at += length
  }
}

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

function measureFrame(head: Uint8Array, at: number, marker: number): Measured {
  if (at + 7 > head.length) return 'cut off'
  const common = [0xc0, 0xc1, 0xc2, 0xc9, 0xca].includes(marker) && head[at + 2] === 8
  if (!common) return { broken: 'This JPEG is lossless, hierarchical or of 12 bits; save it as a common JPEG.' }
  return { height: uint16(head, at + 3), width: uint16(head, at + 5) }
}

function measurePng(head: Uint8Array): Measured {
  if (head.length >= 16 && !startsWith(head, 'IHDR', 12))
    return { broken: 'The PNG file does not begin with its header.' }
  return measureBy(PNG, head, 24)
}

function measureBy(reader: { calculate(head: Uint8Array): Sides }, head: Uint8Array, needed: number): Measured {
  if (head.length < needed) return 'cut off'
  try {
    return reader.calculate(head.subarray(0, needed))
  } catch {
    return { broken: 'The header of the photo is damaged.' }
  }
}

// The sizes of the picture, its tiles, its alpha plane and its thumbnail stand side by side; the largest counts.
function measureAvif(head: Uint8Array): Measured {
  let within = { start: 0, end: head.length }
  for (const name of ['meta', 'iprp', 'ipco']) {
    const found = boxes(head, within.start, within.end).find(box => box.name === name)
    if (!found) return name === 'meta' ? 'cut off' : { broken: 'The AVIF file holds no picture.' }
    if (found.end > head.length) return 'cut off'
    // A `meta` box has four bytes of version and flags before its content.
    within = { start: found.start + (name === 'meta' ? 4 : 0), end: found.end }
  }
  const sizes = boxes(head, within.start, within.end)
    .filter(({ name, start, end }) => name === 'ispe' && end <= within.end && end - start >= 12)
    .map(({ start }) => ({ width: uint32(head, start + 4), height: uint32(head, start + 8) }))
  return sizes.reduce<Measured>(larger, { broken: 'The AVIF file holds no picture.' })
}

const larger = (a: Measured, b: Sides): Measured =>
  typeof a === 'object' && 'width' in a && a.width * a.height >= b.width * b.height ? a : b
