#!/usr/bin/env -S node --max-semi-space-size=8 --disable-warning=ExperimentalWarning
// The command line's entry: hands over to Node 24 where the shell's Node is older. Arguments pass through untouched.
import { spawnSync } from 'node:child_process'
import * as modules from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

if (Number(process.versions.node.split('.')[0]) >= 24) {
  // Stripping the types of what a scan needs costs more than its own work; the cache makes that a one-time cost, and
  // with this file in JavaScript the stripper is not even loaded.
  modules.enableCompileCache()
  const { createProgram } = await import('../src/app/cli/program.ts')
  await createProgram().parseAsync(process.argv)
} else {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const done = spawnSync(process.execPath, [join(root, 'tools', 'run.mjs'), 'lunette', ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exitCode = done.status ?? 3
}
