import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { parse } from 'content-disposition'
import { ApiError, invalid } from '#core/pipeline/errors'
import { createFormParts, type Part, type PartHeaders } from './form-parts.ts'
import { type RawRequest, readBody, rejectCoding } from './request-body.ts'

type Options = {
  /** The names of the text fields. */
  fields: ReadonlySet<string>
  /** The maximum size of the file. */
  fileBytes: number
  tooLarge(): Error
  /** Begins the file of the form. */
  openFile(): Promise<Part>
}

const maxTextBytes = 8 * 1024
/** The maximum size of a form without its file: texts, headers and boundaries. */
const maxOverhead = 128 * 1024

/**
 * Reads a multipart form with one file, named `file`, while it arrives; returns its texts by the names of their parts.
 * Rejects as soon as something is wrong with the form.
 */
export async function receiveForm(request: RawRequest, options: Options): Promise<Map<string, string>> {
  const { fields, fileBytes, tooLarge, openFile } = options
  const { headers } = request.incoming
  const boundary = boundaryOf(headers)
  rejectCoding(request.incoming)
  if (Number(headers['content-length'] ?? 0) > fileBytes + maxOverhead) throw tooLarge()

  const texts = new Map<string, string>()
  const seen = new Set<string>()
  const parts = createFormParts(boundary, {
    wrong,
    begin(headers) {
      const { name, isFile, charset } = partOf(headers, fields)
      if (seen.has(name)) throw invalid({ [name]: isFile ? `is sent twice: ${oneFile}` : 'is sent twice' })
      seen.add(name)
      return isFile ? openBounded() : textPart(name, charset, text => texts.set(name, text))
    },
  })

  async function openBounded(): Promise<Part> {
    const file = await openFile()
    let bytes = 0
    return {
      write(chunk) {
        bytes += chunk.length
        if (bytes > fileBytes) throw tooLarge()
        return file.write(chunk)
      },
      end: () => file.end(),
    }
  }

  let bytes = 0
  await readBody(request, chunk => {
    bytes += chunk.length
    if (bytes > fileBytes + maxOverhead) throw tooLarge()
    return parts.push(chunk)
  })
  await parts.end()
  if (!seen.has('file')) throw invalid({ file: `is required: ${oneFile}` })
  return texts
}

const oneFile = 'send one file, named file'
const wrong = (what: string) => invalid({ body: `is not a complete multipart form: it ${what}` })

function boundaryOf(headers: IncomingHttpHeaders): string {
  const type = headers['content-type'] ?? ''
  if (!/^multipart\/form-data(?![^\s;])/i.test(type))
    throw new ApiError('unsupported_media', 'The body must be multipart/form-data with a file named file.')
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^\s;]*))/i.exec(type) ?? []
  const boundary = quoted ?? plain ?? ''
  if (boundary.length === 0 || boundary.length > 70)
    throw new ApiError('unsupported_media', 'The Content-Type of the body needs a boundary of 1 to 70 characters.')
  return boundary
}

/** The name and kind of a part by its headers. Throws if they are invalid. */
function partOf(headers: PartHeaders, fields: ReadonlySet<string>) {
  const { type: kind, parameters } = parse(headers['content-disposition']?.[0] ?? '', {
    multipart: true,
    extended: false,
  })
  const sent = Buffer.from((kind === 'form-data' && parameters.name) || '', 'latin1')
  if (sent.length === 0)
    throw wrong('has a part without a readable name: each part needs Content-Disposition: form-data; name="…"')
  if (!isUtf8(sent)) throw wrong('has a part whose name is not UTF-8')
  const name = sent.toString().slice(0, 100)
  const coding = headers['content-transfer-encoding']?.[0]?.trim() ?? 'binary'
  if (!/^(binary|8bit|7bit)$/i.test(coding))
    throw invalid({ [name]: `must not be sent with the Content-Transfer-Encoding ${coding.slice(0, 100)}` })
  const type = headers['content-type']?.[0] ?? ''
  // Only the presence of a file name matters.
  const isFile =
    'filename' in parameters || 'filename*' in parameters || /^application\/octet-stream(?![^\s;])/i.test(type)
  if (isFile && name !== 'file')
    throw invalid({
      [name]: fields.has(name) ? 'must be a text, not a file' : `is an unexpected file: ${oneFile}`,
    })
  if (!isFile && name === 'file') throw invalid({ file: 'must be sent as a file: its part has no filename' })
  const [, charset = 'utf-8'] = /;\s*charset="?([^\s;"]*)/i.exec(type) ?? []
  return { name, isFile, charset }
}

function textPart(name: string, charset: string, done: (text: string) => void): Part {
  const chunks: Buffer[] = []
  let bytes = 0
  const decoder = decoderOf(charset)
  if (!decoder) throw invalid({ [name]: 'is in an unknown character set: send it in UTF-8' })
  return {
    write(chunk) {
      bytes += chunk.length
      if (bytes > maxTextBytes) throw invalid({ [name]: 'is too long' })
      chunks.push(chunk)
    },
    end() {
      try {
        done(decoder.decode(Buffer.concat(chunks)))
      } catch {
        throw invalid({ [name]: `is not text in ${decoder.encoding.toUpperCase()}` })
      }
    },
  }
}

function decoderOf(charset: string) {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true })
  } catch {
    return null
  }
}
