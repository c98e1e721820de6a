import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { node24, root } from './child.mjs'

/**
 * The variables of the file `.env` that are not in the environment, by name; none without a file. UTF-8, with or without a
 * byte order mark, with any line ends; otherwise the format of Node. Throws if the file cannot be read, or a line is neither
 * an assignment, nor a comment, nor blank.
 */
export function readSettings(path = join(root, '.env'), environment = process.env) {
  const bytes = read(path)
  if (bytes === undefined) return {}
  // Concatenated files have a mark in the middle too.
  const text = decode(bytes, path)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/^\uFEFF/gm, '')
  checkLines(text, path)
  const parse = `console.log(JSON.stringify(require('node:util').parseEnv(require('node:fs').readFileSync(0, 'utf8'))))`
  const settings = JSON.parse(execFileSync(node24, ['--eval', parse], { input: text, encoding: 'utf8' }))
  for (const name of Object.keys(settings)) {
    if (!/^\w+$/.test(name))
      throw new Error(`${path} has a variable ${JSON.stringify(name)}: this is not a valid name.`)
  }
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in environment)))
}

// Node silently drops such lines.
function checkLines(text, path) {
  const unit = /[^\S\n]*#.*|[^\S\n]*[^\s=][^=\n]*=[^\S\n]*(?:(["'`])[\s\S]*?\1.*|.*)|[^\S\n]*/y
  while (unit.lastIndex < text.length) {
    const { lastIndex } = unit
    unit.exec(text)
    if (unit.lastIndex < text.length && text[unit.lastIndex] !== '\n') {
      const line = text.slice(0, lastIndex).split('\n').length
      throw new Error(`${path}, line ${line}: this is not an assignment. Write NAME=value, or begin a comment with #.`)
    }
    unit.lastIndex += 1
  }
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
    // Reported below.
  }
  throw new Error(`${path} is ${isWide ? 'UTF-16' : 'not UTF-8'}: save it as UTF-8.`)
}
