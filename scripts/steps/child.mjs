import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Node 24, as npm installs it beside the other packages. */
export const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Runs Node 24 in the project's folder and answers its exit code. */
export function runNode(args, env = {}) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  return run(node24, args, { env: { ...process.env, PATH: path, ...env } })
}

/** Runs a program in the project's folder, hands on the signals that reach this process alone, answers its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const passed = new Set()
    const pass = signal => {
      if (passed.has(signal) || (signal === 'SIGINT' && isTerminals())) return
      passed.add(signal)
      child.kill(signal)
    }
    process.on('SIGINT', pass).on('SIGTERM', pass)
    const forgetStarters = whenStartersEnd(() => pass('SIGTERM'))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass)
      forgetStarters()
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}

// Ctrl-C reaches every process of the terminal's foreground group, the child too; a second one might cut its stop short.
function isTerminals() {
  if (process.platform !== 'linux') return Boolean(process.stdin.isTTY)
  const [, , group, , , foreground] = statOf('self')
  return group === foreground
}

// A killed npm leaves its shell and us behind, and a killed shell leaves us, without a signal.
function whenStartersEnd(stop) {
  if (!process.env.npm_lifecycle_event) return () => {}
  const first = starters()
  const watch = setInterval(() => starters() !== first && stop(), 500)
  return () => clearInterval(watch)
}

function starters() {
  const shell = process.ppid
  return process.platform === 'linux' ? `${shell} ${statOf(shell)[1]}` : `${shell}`
}

// The fields of /proc/<pid>/stat that follow the program's name: state, parent, process group …
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
