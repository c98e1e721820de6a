import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Most of the suite's time would go into hashing passwords.
  resolve: { alias: { '@node-rs/argon2': new URL('tests/support/app/cheap-argon2.ts', import.meta.url).pathname } },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/app/global-setup.ts',
    pool: 'forks',
    // One more than the processors of the smallest machine: half of a file's time goes into waiting for others.
    maxWorkers: 3,
    // The server's modules are loaded once in each worker, not by each of its files.
    isolate: false,
    // Long, for a busy machine: a test ends when it is done.
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
