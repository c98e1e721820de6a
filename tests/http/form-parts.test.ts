import { describe, expect, it } from 'vitest'
import { createFormParts } from '#http/form-parts'
import { disposition, formOf } from '#support/transports/forms'

/** Takes a form apart that comes in chunks of so many bytes; returns the headers and the content of its parts. */
async function takeApart(form: Buffer, chunkBytes: number) {
  const taken: [disposition: string, content: string][] = []
  const parts = createFormParts('a-boundary-of-tests', {
    wrong: what => new Error(`The form ${what}.`),
    begin(headers) {
      const chunks: Buffer[] = []
      return {
        // A disk takes its time, and the parser must not write over what it is still to be given.
        write: async chunk => {
          await Promise.resolve()
          chunks.push(Buffer.from(chunk))
        },
        end: () => void taken.push([headers['content-disposition']?.[0] ?? '', Buffer.concat(chunks).toString()]),
      }
    },
  })
  for (let at = 0; at < form.length; at += chunkBytes) await parts.push(form.subarray(at, at + chunkBytes))
  await parts.end()
  return taken
}

describe('a form is parsed the same, however large the chunks and its parts are:', () => {
  const nearly = '\r\n--a-boundary-of-test\r\r\n--a-b\r\n-'
  const contents = ['', nearly.repeat(50), 'x'.repeat(65_536), `${'y'.repeat(300_000)}${nearly}`]
  const rows = [200, 1000, 65_535, 65_536, 100_000, 10_000_000].flatMap(chunkBytes =>
    ['', 'An epilogue', 'z'.repeat(70_000)].map(behind => [chunkBytes, behind.length, behind] as const),
  )
  it.each(rows)('chunks of %i bytes, and %i bytes after the last boundary', async (chunkBytes, _, behind) => {
    for (const last of contents) {
      const form = formOf([...contents, last].map(content => ({ headers: [disposition('name="a"')], content })))
      const taken = await takeApart(Buffer.concat([form, Buffer.from(behind)]), chunkBytes)
      expect(taken).toEqual([...contents, last].map(content => ['form-data; name="a"', content]))
    }
  })

  it('and one without its last boundary is rejected at its end', async () => {
    const form = formOf([{ headers: [disposition('name="a"')], content: 'x'.repeat(200_000) }], { end: '' })
    for (const chunkBytes of [1000, 65_536, 10_000_000])
      await expect(takeApart(form, chunkBytes)).rejects.toThrow('ended before its last boundary')
  })
})
