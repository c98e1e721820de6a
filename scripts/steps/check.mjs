import { runNode } from './child.mjs'

const tsc = 'node_modules/typescript/bin/tsc'
const steps = {
  types: [tsc, '--noEmit', '-p', '.'],
  'types of the web page': [tsc, '--noEmit', '-p', 'web'],
  'types of the browser tests': [tsc, '--noEmit', '-p', 'tests/browser'],
  style: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  architecture: ['node_modules/vitest/vitest.mjs', 'run', 'tests/architecture.test.ts'],
}

/** Runs every check, even after one has failed; returns an exit code. */
export async function check() {
  const broken = []
  for (const [name, args] of Object.entries(steps)) {
    console.log(`Checking ${name} …`)
    if ((await runNode(args, { NODE_ENV: 'test' })) !== 0) broken.push(name)
  }
  console.log(broken.length > 0 ? `Wrong: ${broken.join(', ')}.` : 'All checks pass.')
  return broken.length > 0 ? 1 : 0
}
