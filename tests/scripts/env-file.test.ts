import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'

const settingsModule = join(import.meta.dirname, '../../scripts/steps/settings.mjs')

/** What a start reads from a file `.env` of these bytes. */
async function settingsOf(bytes: string | Uint8Array): Promise<Record<string, string>> {
  const path = join(await temporaryFolder(), '.env')
  await writeFile(path, bytes)
  return settingsAt(path)
}

async function settingsAt(path: string, environment: Record<string, string> = {}) {
  const program = `import { readSettings } from ${JSON.stringify(settingsModule)}
    try { console.log(JSON.stringify(readSettings(process.argv[1], JSON.parse(process.argv[2])))) }
    catch (error) { console.log(JSON.stringify({ rejected: error.message })) }`
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    program,
    path,
    JSON.stringify(environment),
  ])
  return JSON.parse(stdout)
}

const bom = '\uFEFF'

describe('the file .env', () => {
  it.each([
    ['with a byte order mark', `${bom}PORT=4313\nDEMO=0\n`, { PORT: '4313', DEMO: '0' }],
    [
      'with a byte order mark and the line ends of Windows',
      `${bom}PORT=4313\r\nDEMO=0\r\n`,
      { PORT: '4313', DEMO: '0' },
    ],
    ['with the line ends of old Macs', 'PORT=4313\rDEMO=0\r', { PORT: '4313', DEMO: '0' }],
    ['joined from two with marks', `${bom}PORT=4313\n${bom}DEMO=0\n`, { PORT: '4313', DEMO: '0' }],
    ['that begins with a comment behind the mark', `${bom}# PORT=1\nDEMO=0`, { DEMO: '0' }],
    ['that is nothing but a mark', bom, {}],
    ['that is empty', '', {}],
    [
      'with quotes',
      `A="a b # c"\nB='it is "so"'\nC=\`it's "so"\`\n`,
      { A: 'a b # c', B: 'it is "so"', C: `it's "so"` },
    ],
    ['with an unclosed quote', `A="b\nC=1\n`, { A: '"b', C: '1' }],
    ['with export', 'export PORT=4313\n', { PORT: '4313' }],
    ['with blanks around', '  PORT  =  4313  # a comment\n', { PORT: '4313' }],
    ['with a name twice, of which the last counts', 'PORT=1\nPORT=2\n', { PORT: '2' }],
    ['with a value of several lines', 'A="one\r\ntwo"\n', { A: 'one\ntwo' }],
    ['with letters beyond ASCII', 'MAIL_FROM="Größe <a@b.example>"\n', { MAIL_FROM: 'Größe <a@b.example>' }],
  ])('%s is read', async (_, text, settings) => {
    expect(await settingsOf(text)).toEqual(settings)
  })

  it.each([
    ['in UTF-16, little-endian', Buffer.from(`${bom}PORT=4313\n`, 'utf16le'), /\.env is UTF-16: save it as UTF-8\.$/],
    ['in UTF-16 without a mark', Buffer.from('PORT=4313\n', 'utf16le'), /\.env is UTF-16: save it as UTF-8\.$/],
    [
      'in UTF-16, big-endian',
      Buffer.from(`${bom}PORT=4313\n`, 'utf16le').swap16(),
      /\.env is UTF-16: save it as UTF-8/,
    ],
    ['in Latin-1', Buffer.from('MAIL_FROM=Größe\n', 'latin1'), /\.env is not UTF-8: save it as UTF-8\.$/],
    [
      'with an invisible letter in a name',
      'PO\u200BRT=1\n',
      /\.env has a variable "PO\u200BRT": this is not a valid name/,
    ],
    ['with a line without an equals sign', 'PORT=4313\nDEMO\n', /\.env, line 2: this is not an assignment/],
    ['with a stray line after a value of several lines', 'A="one\ntwo"\n# B\n\n  C: 3\n', /\.env, line 5: this is not/],
    ['with a line without a name', '=1\n', /\.env, line 1: this is not an assignment/],
    ['with a blank in a name', 'MY PORT=1\n', /\.env has a variable "MY PORT": this is not a valid name/],
  ])('%s is rejected with a clear error', async (_, bytes, sentence) => {
    expect(await settingsOf(bytes)).toEqual({ rejected: expect.stringMatching(sentence) })
  })

  it('is overridden by the environment, even by an empty value', async () => {
    const path = join(await temporaryFolder(), '.env')
    await writeFile(path, 'PORT=1\nDEMO=1\nHOST=::1\n')
    expect(await settingsAt(path, { PORT: '2', DEMO: '' })).toEqual({ HOST: '::1' })
  })

  it('that is missing changes nothing', async () => {
    expect(await settingsAt(join(await temporaryFolder(), '.env'))).toEqual({})
  })

  it('that is a folder is rejected with a clear error', async () => {
    const path = join(await temporaryFolder(), '.env')
    await mkdir(path)
    expect(await settingsAt(path)).toEqual({ rejected: expect.stringContaining('.env cannot be read (EISDIR') })
  })

  it('may be the example with every variable uncommented', async () => {
    const example = await readFile(join(import.meta.dirname, '../../.env.example'), 'utf8')
    const settings = await settingsOf(example.replaceAll(/^# ([A-Z][A-Z0-9_]*=)/gm, '$1'))
    expect(settings).toMatchObject({ PORT: '3000', HOST: '127.0.0.1', LOG_LEVEL: 'info' })
  })
})
