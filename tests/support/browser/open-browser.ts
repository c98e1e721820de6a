import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type LaunchOptions } from 'playwright-core'
import { unpackOnce } from '#support/process/unpack-once'
import project from '../../../package.json' with { type: 'json' }

/**
 * A headless Chromium with nothing to install: the one at `CHROMIUM_PATH`, or the one in the package `@sparticuz/chromium`
 * (Linux on x64), or elsewhere the machine's own Chrome. Its pages reach loopback addresses only as far as a test sends them.
 */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ args: flags, ...(await findProgram()) })
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  // Names that, unlike localhost, are no secure context over plain http.
  '--host-resolver-rules=MAP *.test 127.0.0.1',
]

async function findProgram(): Promise<LaunchOptions> {
  const path = process.env.CHROMIUM_PATH
  if (path) return { executablePath: path }
  if (process.platform !== 'linux' || process.arch !== 'x64') return { channel: 'chrome' }
  const folder = await unpackOnce(`chromium-${project.devDependencies['@sparticuz/chromium']}`, unpack)
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: await writeFontConfig(folder),
    },
  }
}

/**
 * The package unpacks into the folder for temporary files, and unpacks the libraries that a bare machine lacks only where it
 * believes to be on AWS. So it runs in a process that is told both.
 */
async function unpack(folder: string) {
  const script = `await (await import('@sparticuz/chromium')).default.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
}

/** The package's own file names folders of AWS. Written at each start, since the project may have moved. */
async function writeFontConfig(folder: string): Promise<string> {
  const path = join(folder, 'fonts.conf')
  const folders = [join(folder, 'fonts/fonts'), '/usr/share/fonts', '/usr/local/share/fonts']
  const dirs = folders.map(folder => `<dir>${folder}</dir>`).join('')
  await writeFile(
    path,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`,
  )
  return path
}
