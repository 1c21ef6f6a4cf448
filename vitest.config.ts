import { defineConfig } from 'vitest/config'

/** One PostgreSQL a run, for every test that asks for a database. */
const globalSetup = ['test/support/database.ts']
const exclude = ['**/node_modules/**']

/** `npm test` runs `unit` (beside the code) and `system` (what crosses modules); `npm run test:long` runs `long`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'bench/**/*.test.ts', 'tools/**/*.test.ts', 'web/src/**/*.test.ts'],
          exclude,
          globalSetup,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, 'test/**/*.long.test.ts'],
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/**/*.long.test.ts'],
          exclude,
          globalSetup,
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
