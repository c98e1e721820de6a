import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { node24, root } from './child.mjs'

/**
 * The variables of a file `.env` that the environment does not have, by name; none where there is no file. UTF-8, with or without a byte order mark, with any
 * line ends; the rest of the form is Node's. Throws a sentence for a file that cannot be read.
 */
export function readSettings(path = join(root, '.env'), environment = process.env) {
  const bytes = read(path)
  if (bytes === undefined) return {}
  // Files that were joined have a mark in the middle too.
  const text = decode(bytes, path)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/^\uFEFF/gm, '')
  const parse = `console.log(JSON.stringify(require('node:util').parseEnv(require('node:fs').readFileSync(0, 'utf8'))))`
  const settings = JSON.parse(execFileSync(node24, ['--eval', parse], { input: text, encoding: 'utf8' }))
  for (const name of Object.keys(settings)) {
    if (!/^\w+$/.test(name))
      throw new Error(`${path} has a variable ${JSON.stringify(name)}: no such name is possible.`)
  }
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in environment)))
}

function read(path) {
  try {
    return readFileSync(path)
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw new Error(`${path} cannot be read (${error.message}).`)
  }
}

function decode(bytes, path) {
  const isWide = /^(fffe|feff)/.test(bytes.subarray(0, 2).toString('hex')) || bytes.includes(0)
  try {
    if (!isWide) return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Told below.
  }
  throw new Error(`${path} is ${isWide ? 'UTF-16' : 'not UTF-8'}: save it as UTF-8.`)
}
