import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNode } from './child.mjs'

const steps = {
  types: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'],
  'types of the web page': ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'web'],
  style: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  architecture: ['node_modules/vitest/vitest.mjs', 'run', 'tests/architecture.test.ts'],
}

/** Runs every check, also after one has failed, and answers an exit code. */
export async function check() {
  if (!existsSync(join(root, 'web', 'tsconfig.json'))) delete steps['types of the web page']
  const broken = []
  for (const [name, args] of Object.entries(steps)) {
    console.log(`Checking ${name} …`)
    if ((await runNode(args, { NODE_ENV: 'test' })) !== 0) broken.push(name)
  }
  console.log(broken.length > 0 ? `Wrong: ${broken.join(', ')}.` : 'All checks pass.')
  return broken.length > 0 ? 1 : 0
}
