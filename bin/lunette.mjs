#!/usr/bin/env -S node --max-semi-space-size=8
// The installed command: hands over to Node 24 where the shell's Node is older. Arguments pass through untouched.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
if (Number(process.versions.node.split('.')[0]) >= 24) {
  await import('../src/app/cli/main.ts')
} else {
  const done = spawnSync(process.execPath, [join(root, 'tools', 'run.mjs'), 'lunette', ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  process.exitCode = done.status ?? 3
}
