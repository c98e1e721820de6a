import { setImmediate as nextTurn } from 'node:timers/promises'
import { Dicer } from '@fastify/busboy'

/** The headers of a part by their names in lower case, each a byte per character. */
export type PartHeaders = Record<string, string[] | undefined>
/** Takes what is in a part, piece by piece, each when the one before is done. */
export type Part = { write(chunk: Buffer): void | Promise<void>; end(): void | Promise<void> }
type Options = {
  /** Begins a part. One whose headers cannot be read has none. */
  begin(headers: PartHeaders): Part | Promise<Part>
  /** Makes the error of what is wrong with a form. */
  wrong(what: string): Error
}

const mostParts = 20

/**
 * Takes a multipart body apart while it comes in. The parser and the streams of its parts emit events; these become steps
 * that are done one after another, so that no more than one chunk is held, and what a step throws ends the form. Each
 * `push` is awaited before the next. A form that is no longer wanted is left alone: its parts flow, and nothing is open.
 *
 * Dicer is what Busboy is made of. Busboy itself passes over a part whose headers it cannot read, and says nothing.
 */
export function createFormParts(boundary: string, { begin, wrong }: Options) {
  const parser = new Dicer({ boundary })
  const steps: (() => void | Promise<void>)[] = []
  let parts = 0
  let isWhole = false

  parser.on('part', stream => {
    let part: Part | null = null
    async function beginPart(headers: PartHeaders) {
      parts += 1
      if (parts > mostParts) throw wrong(`has more than ${mostParts} parts`)
      part = await begin(headers)
    }
    stream.on('header', headers => steps.push(() => beginPart(headers as PartHeaders)))
    stream.on('data', (chunk: Buffer) => steps.push(() => part?.write(chunk)))
    stream.on('end', () => steps.push(() => (part ? part.end() : beginPart({}))))
    // What is wrong with a part is wrong with the form as well.
    stream.on('error', () => {})
  })
  parser.on('error', () => steps.push(refuseEnd))
  parser.on('finish', () => {
    isWhole = true
  })

  function refuseEnd() {
    throw wrong(`ended before its last boundary, --${boundary}--`)
  }
  async function doSteps() {
    // Parts that flow hand on all that they hold before the next turn: nothing piles up, and no event is waited for that
    // might not come.
    await nextTurn()
    for (const step of steps.splice(0)) await step()
  }

  return {
    async push(chunk: Buffer) {
      // What is behind the last boundary counts for nothing.
      if (isWhole) return
      parser.write(chunk)
      await doSteps()
    },
    /** Rejects unless the last boundary has come. */
    async end() {
      parser.end()
      await doSteps()
      if (!isWhole) refuseEnd()
    },
  }
}
