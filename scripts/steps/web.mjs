import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { root, runNode } from './child.mjs'

const sources = [
  'web/vite.config.ts',
  'web/index.html',
  'web/src',
  'web/public',
  'client',
  'src/contract',
  'package-lock.json',
  'scripts/steps/web.mjs',
]

/** Builds the web page unless the last build has the same sources. */
export async function buildWeb() {
  if (!existsSync(join(root, 'web', 'vite.config.ts'))) return
  const stamp = join(root, 'web', 'dist', '.stamp')
  const wanted = sourceHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return

  console.log('Building the web page …')
  const code = await runNode(['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn'])
  if (code !== 0) throw new Error(`The web page could not be built: Vite ended with code ${code}.`)
  for (const path of filesIn('web/dist')) pack(join(root, path))
  writeFileSync(stamp, wanted)
}

/** Writes compressed copies beside a text file where they are smaller, once instead of at each request. */
function pack(path) {
  if (!/\.(js|css|html|svg|json|txt|webmanifest)$/.test(path)) return
  const plain = readFileSync(path)
  const params = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_QUALITY]: 11 }
  const packed = { '.br': brotliCompressSync(plain, { params }), '.gz': gzipSync(plain, { level: 9 }) }
  for (const [ending, bytes] of Object.entries(packed)) {
    if (bytes.length < plain.length) writeFileSync(path + ending, bytes)
  }
}

function sourceHash() {
  const hash = createHash('sha256')
  for (const path of sources.flatMap(filesIn)) hash.update(`${path}\0`).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

function filesIn(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap(name => filesIn(`${path}/${name}`))
}
