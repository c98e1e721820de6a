/** Takes what is in a part, piece by piece, each when the one before is done. */
export type Part = { write(chunk: Buffer): void | Promise<void>; end(): void | Promise<void> }
type Options = {
  /** Begins a part by its headers, by their names in lower case. */
  begin(headers: Map<string, string>): Part | Promise<Part>
  /** Makes the error of what is wrong with a form. */
  wrong(what: string): Error
}

const mostHeaderBytes = 8 * 1024
const mostParts = 20

/**
 * Takes a multipart body apart while it comes in, whatever pieces it comes in, holding no more of it than one piece and
 * the headers of one part. Each `push` is awaited before the next; what it rejects with ends the form. Nothing is
 * emitted and nothing has to be closed: a parser that is no longer wanted is left alone.
 *
 * RFC 2046 in short: what is before the first boundary and behind the last one counts for nothing; a boundary begins with
 * a line break, which belongs to it; the last one has two dashes behind it.
 */
export function createFormParser(boundary: string, { begin, wrong }: Options) {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  let reading: 'content' | 'boundary' | 'headers' | 'nothing more' = 'content'
  // The first boundary may stand at the very beginning.
  let held: Buffer = Buffer.from('\r\n')
  let part: Part | null = null
  let parts = 0

  /** Each goes as far as it can and returns what is left, or null where it has to wait for more. */
  const readers = {
    async content(bytes: Buffer) {
      const found = bytes.indexOf(delimiter)
      // What may be the beginning of a boundary waits.
      const end = found < 0 ? Math.max(0, bytes.length - delimiter.length + 1) : found
      if (part && end > 0) await part.write(bytes.subarray(0, end))
      if (found < 0) {
        held = bytes.subarray(end)
        return null
      }
      await part?.end()
      part = null
      reading = 'boundary'
      return bytes.subarray(found + delimiter.length)
    },

    boundary(bytes: Buffer) {
      let at = 0
      while (bytes[at] === SPACE || bytes[at] === TAB) at++
      const next = bytes.toString('latin1', at, at + 2)
      if (next.length < 2 && at < mostHeaderBytes) {
        held = bytes
        return null
      }
      if (next === '--') reading = 'nothing more'
      else if (next !== '\r\n') throw wrong('has something behind a boundary on its line')
      else if (++parts > mostParts) throw wrong(`has more than ${mostParts} parts`)
      else reading = 'headers'
      return bytes.subarray(at)
    },

    /** Begins at the line break before the headers, so that there may be none. */
    async headers(bytes: Buffer) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end > mostHeaderBytes || (end < 0 && bytes.length > mostHeaderBytes))
        throw wrong(`has a part whose headers have more than ${mostHeaderBytes} bytes`)
      if (end < 0) {
        held = bytes
        return null
      }
      part = await begin(headersOf(bytes.toString('latin1', 2, Math.max(2, end))))
      reading = 'content'
      return bytes.subarray(end + 4)
    },

    'nothing more': () => null,
  }

  function headersOf(text: string): Map<string, string> {
    const headers = new Map<string, string>()
    for (const line of text === '' ? [] : text.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
      const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([^\0\r\n]*)$/.exec(line) ?? []
      if (name === undefined || value === undefined) throw wrong('has a part with a header that cannot be read')
      if (!headers.has(name.toLowerCase())) headers.set(name.toLowerCase(), value.trimEnd())
    }
    return headers
  }

  return {
    async push(chunk: Buffer) {
      let bytes: Buffer | null = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
      held = nothing
      while (bytes !== null) bytes = await readers[reading](bytes)
    },
    /** Throws unless the last boundary has come. */
    end() {
      if (reading === 'nothing more') return
      const isBegun = parts > 0 || reading !== 'content'
      throw wrong(isBegun ? 'ended before its last boundary' : 'does not hold the boundary that its Content-Type names')
    },
  }
}

const SPACE = 0x20
const TAB = 0x09
const nothing = Buffer.alloc(0)
