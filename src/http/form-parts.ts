import { setImmediate as nextTurn } from 'node:timers/promises'
import { Dicer } from '@fastify/busboy'

/** The headers of a part by lower-case name, one byte per character. */
export type PartHeaders = Record<string, string[] | undefined>
/** Takes the content of a part, chunk by chunk, each when the previous one is done. */
export type Part = { write(chunk: Buffer): void | Promise<void>; end(): void | Promise<void> }
type Options = {
  /** Begins a part. A part with unreadable headers has no headers. */
  begin(headers: PartHeaders): Part | Promise<Part>
  /** Makes the error for a malformed form. */
  wrong(what: string): Error
}

const maxParts = 20

/**
 * Parses a multipart body while it arrives. The parser and the streams of its parts emit events, which become steps that run
 * one after another: at most one chunk is held, and an error in a step ends the form. Await each `push` before the next. An
 * abandoned form needs no cleanup: its parts flow, and nothing is open.
 *
 * Dicer is the parser inside Busboy. Busboy itself silently skips a part whose headers it cannot read.
 */
export function createFormParts(boundary: string, { begin, wrong }: Options) {
  const parser = new Dicer({ boundary })
  const steps: (() => void | Promise<void>)[] = []
  let parts = 0
  let isComplete = false

  parser.on('part', stream => {
    let part: Part | null = null
    async function beginPart(headers: PartHeaders) {
      parts += 1
      if (parts > maxParts) throw wrong(`has more than ${maxParts} parts`)
      part = await begin(headers)
    }
    stream.on('header', headers => steps.push(() => beginPart(headers as PartHeaders)))
    stream.on('data', (chunk: Buffer) => steps.push(() => part?.write(chunk)))
    stream.on('end', () => steps.push(() => (part ? part.end() : beginPart({}))))
    // An error of a part is also an error of the form.
    stream.on('error', () => {})
  })
  parser.on('error', () => steps.push(rejectEnd))
  parser.on('finish', () => {
    isComplete = true
  })

  function rejectEnd() {
    throw wrong(`ended before its last boundary, --${boundary}--`)
  }
  async function runSteps() {
    // Flowing parts emit all their data before the next turn of the event loop, so there is no event to wait for.
    await nextTurn()
    for (const step of steps.splice(0)) await step()
  }

  return {
    async push(chunk: Buffer) {
      // Data after the last boundary is ignored.
      if (isComplete) return
      parser.write(chunk)
      await runSteps()
    },
    /** Rejects unless the last boundary has arrived. */
    async end() {
      parser.end()
      await runSteps()
      if (!isComplete) rejectEnd()
    },
  }
}
