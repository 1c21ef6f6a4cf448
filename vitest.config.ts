import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { debianBinaries, hasDebianBinaries } from './test/support/external-binaries.ts'
import { useQuickFolder } from './test/support/quick-folder.ts'

useQuickFolder()

/** One PostgreSQL a run, for every test that asks for a database. */
const globalSetup = ['test/support/database.ts']
const setupFiles = ['test/support/property-seed.ts']
const exclude = ['**/node_modules/**']

/**
 * Files of a project share the modules that one of them loaded: no test changes what a module holds, and loading them
 * anew for each file took as long as the tests beside the code themselves.
 */
const sharing = { isolate: false }

/** The same tests of everything that speaks SQL, on an external server of another version under an ordinary owner. */
const external = {
  test: {
    name: 'external',
    ...sharing,
    include: [
      'test/database/{backup,database,migrations,read-in-workspace,roles}.test.ts',
      'test/{api,flows,views}/**/*.test.ts',
      'test/cli/{findings,import}.test.ts',
      'src/platform/jobs/**/*.test.ts',
      'src/**/store/**/*.test.ts',
    ],
    exclude,
    setupFiles,
    globalSetup: ['test/support/external-database.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}
if (!hasDebianBinaries)
  process.stderr.write(`lunette: no PostgreSQL 15 in ${debianBinaries}: the tests on an external server are skipped\n`)

/** `npm test` runs `unit` (beside the code), `system` (what crosses modules) and `external` (SQL and the API on Debian's PostgreSQL 15, where it is); `npm run test:long` runs `long`. */
export default defineConfig({
  test: {
    // Two files at a time: each waits for a database, a browser or a process about half of its time. With three of them
    // on two cores nothing is faster, and browsers grow too slow for what their tests wait for.
    maxWorkers: 2,
    projects: [
      ...(hasDebianBinaries ? [external] : []),
      {
        // As the browser part names the contract.
        resolve: { alias: { '@contract': fileURLToPath(new URL('src/contract', import.meta.url)) } },
        test: {
          name: 'unit',
          ...sharing,
          include: ['src/**/*.test.ts', 'bench/**/*.test.ts', 'tools/**/*.test.ts', 'web/src/**/*.test.ts'],
          exclude,
          setupFiles,
          globalSetup,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'system',
          ...sharing,
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, 'test/**/*.long.test.ts'],
          setupFiles,
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
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
