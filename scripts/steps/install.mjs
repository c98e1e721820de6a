import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { node24, root, run } from './child.mjs'

const stamp = join(root, 'node_modules', '.heliograph-installed')

/** Installs the packages of the lock file unless they are there already. */
export async function install() {
  const version = process.versions.node
  if (Number.parseInt(version, 10) < 20)
    throw new Error(`Heliograph needs Node 20 or newer to start; this is ${version}.`)
  if (existsSync(node24) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return

  console.log('Installing packages; the first time this takes a minute …')
  rmSync(stamp, { force: true })
  const code = await npmInstall()
  if (code !== 0) throw new Error(`The packages could not be installed: npm ended with code ${code}.`)
  if (!existsSync(node24)) {
    throw new Error(
      'npm left out the install scripts that bring Node 24: allow them (`npm config get ignore-scripts`) and start again.',
    )
  }
  writeFileSync(stamp, lockHash())
}

// Not `npm ci`, which insists on packages for every platform; development packages too, since Vite builds the web page.
function npmInstall() {
  const args = [
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const npm = process.env.npm_execpath
  if (npm?.endsWith('npm-cli.js')) return run(process.execPath, [npm, ...args])
  return run('npm', args, { shell: process.platform === 'win32' })
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}
