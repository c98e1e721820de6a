import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Node 24, as npm installs it beside the other packages. */
export const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Runs Node 24 in the project's folder and returns its exit code. */
export async function runNode(args, env = {}) {
  const { code } = await runChild(node24, args, { env: environment(env) })
  return code
}

/** Runs a program of ours that reports when it is ready; returns how it ended, as `runChild` does. */
export const runProgram = (args, env) =>
  runChild(node24, args, { env: environment(env), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })

/** Runs a program in the project's folder and returns its exit code. */
export async function run(command, args, options) {
  const { code } = await runChild(command, args, options)
  return code
}

/**
 * Runs a program in the project's folder and forwards the signals that reach only this process. Returns its exit code (128
 * and more if a signal ended it), that signal or null, and whether it reported that it was ready.
 */
function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    let wasReady = false
    child.on('message', message => {
      wasReady ||= message === 'ready'
    })
    const passed = new Set()
    const forget = onStopRequest(signal => {
      if (passed.has(signal) || (signal === 'SIGINT' && isFromTerminal())) return
      passed.add(signal)
      child.kill(signal)
    })
    child.once('error', error => {
      forget()
      reject(error)
    })
    child.once('close', (code, signal) => {
      forget()
      resolve({ code: code ?? 128 + constants.signals[signal], signal, wasReady })
    })
  })
}

/**
 * Calls `stop` with each signal that requests a stop, and with SIGTERM when npm, which started this process, has ended.
 * Returns a function that removes the listeners.
 */
export function onStopRequest(stop) {
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const forgetStarters = whenStartersEnd(() => stop('SIGTERM'))
  return () => {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    forgetStarters()
  }
}

function environment(more = {}) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter)
  // A start takes a third less of the processor when Node finds what it made of our files before.
  const compiled = join(root, 'node_modules', '.cache', 'node')
  return { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path, ...more }
}

// Ctrl-C reaches every process of the terminal's foreground group, also the child; a second signal would cut its stop short.
// Node does not tell the process group, so on Linux it is read from /proc.
function isFromTerminal() {
  if (process.platform !== 'linux') return Boolean(process.stdin.isTTY)
  const [, , group, , , foreground] = statOf('self')
  return group === foreground
}

// If npm is killed, its shell and this process stay; if the shell is killed, this process stays: neither gets a signal. Node
// tells only the parent of this process, so on Linux the parent of the shell is read from /proc.
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
