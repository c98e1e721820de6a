import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: 'tests/support/global-setup.ts',
    pool: 'forks',
    maxWorkers: 2,
    // The server's modules are loaded once in each worker, not by each of its files.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
