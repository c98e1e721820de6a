import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runNode } from './child.mjs'

/** Runs the tests, prints `N passed, N failed` as the last line; returns an exit code. */
export async function test(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'heliograph-test-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  try {
    const code = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], {
      NODE_ENV: 'test',
      ...env,
    })
    const { passed, failed } = count(report)
    // An error outside every test, or a run without tests, is a failure too.
    const all = failed || Number(code !== 0 || passed === 0)
    console.log(`${passed} passed, ${all} failed`)
    return all > 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Sends a number of mutations of each kind of input to a node, from a random or a given seed:
 * `npm run fuzz -- 20000 7`.
 */
export function fuzz([exchanges = '20000', seed = String(Date.now() % 1_000_000)]) {
  return test(['tests/security/fuzz.test.ts'], { FUZZ_EXCHANGES: exchanges, FUZZ_SEED: seed })
}

function count(report) {
  let passed = 0
  let failed = 0
  for (const file of resultsIn(report)) {
    const states = file.assertionResults.map(result => result.status)
    const broken = states.filter(state => state === 'failed').length
    passed += states.filter(state => state === 'passed').length
    failed += broken || Number(file.status === 'failed')
  }
  return { passed, failed }
}

function resultsIn(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults
  } catch {
    return []
  }
}
