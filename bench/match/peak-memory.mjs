/** Loaded with `--import` before a measured process: prints its peak resident memory in MB when it ends (as `test/support/peak-memory.ts`). */
import { readFileSync } from 'node:fs'

process.on('exit', () => {
  const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  process.stderr.write(`\npeak-memory ${Math.round(Number(peak) / 1024)}\n`)
})
