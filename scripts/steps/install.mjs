import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { root, run } from './child.mjs'
import { missingPackages, withoutScripts } from './installed.mjs'

const modules = join(root, 'node_modules')
/** Holds the hash of the lock file that was installed. */
const stamp = join(modules, '.heliograph-installed')
/** Exists while npm runs, with the id of our process; it remains if npm was cut off. */
const mark = join(root, '.installing')

/** Installs the packages of the lock file and runs their install scripts, unless all are there. */
export async function install() {
  const version = process.versions.node
  if (Number.parseInt(version, 10) < 20)
    throw new Error(`Heliograph needs Node 20 or newer to start; this is ${version}.`)
  if (isComplete()) return
  const wasCutOff = await claim()
  // Another start may have installed them meanwhile.
  if (isComplete()) return release()

  console.log('Installing packages; the first time this takes a minute …')
  // npm takes a half-unpacked package for a complete one.
  if (wasCutOff) rmSync(modules, { recursive: true, force: true })
  rmSync(stamp, { force: true })
  // Without this list npm checks the actual files.
  rmSync(join(modules, '.package-lock.json'), { force: true })
  const code = await npm('install', '--no-save', '--include=dev', '--include=optional', '--no-audit', '--no-fund')
  if (code !== 0) {
    // npm undoes its changes when it fails, but not when a signal ends it.
    if (code < 128) release()
    throw new Error(`The packages could not be installed: npm ended with code ${code}.`)
  }
  // npm runs the install scripts of a package only when it unpacks it.
  const unfinished = withoutScripts()
  if (unfinished.length > 0) await npm('rebuild', ...unfinished)
  const still = withoutScripts()
  if (still.length === 0) writeFileSync(stamp, lockHash())
  release()
  if (still.length > 0) throw new Error(scriptsNeeded(still))
}

const isComplete = () =>
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === lockHash() &&
  missingPackages().length === 0 &&
  withoutScripts().length === 0

/** Resolves when this start holds the mark; returns whether a previous install was cut off. */
async function claim() {
  let wasCutOff = false
  for (let told = 0; ; ) {
    try {
      writeFileSync(mark, `${process.pid}\n`, { flag: 'wx' })
      return wasCutOff
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const other = Number(readMark())
    if (other === process.pid || (other > 0 && !isAlive(other))) {
      wasCutOff = true
      release()
      continue
    }
    if (other > 0 && told !== other) console.log(`Waiting for process ${other}, which installs the packages …`)
    told = other
    await wait(200)
  }
}

const release = () => rmSync(mark, { force: true })

function readMark() {
  try {
    return readFileSync(mark, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const scriptsNeeded = names =>
  `npm did not run the install scripts of ${names.join(' and ')}, which bring Node 24 and PostgreSQL. ` +
  'Allow them with `npm config set ignore-scripts false`, or for one start by the variable npm_config_ignore_scripts=false, and start again.'

// Not `npm ci`, which insists on packages for every platform; development packages too, since Vite builds the web page.
function npm(...command) {
  const args = [...command, '--loglevel=error']
  const path = process.env.npm_execpath
  if (path?.endsWith('npm-cli.js')) return run(process.execPath, [path, ...args])
  return run('npm', args, { shell: process.platform === 'win32' })
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}
