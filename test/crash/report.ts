import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { kinds, phases, type Tally, works } from './kills.ts'

const root = join(import.meta.dirname, '../..')
const began = Date.now()

/** The generated page of the long form: what was killed when, and what came of it. */
export function writeReport(tally: Tally, failure?: unknown): void {
  writeFileSync(join(root, 'docs/generated/crash.md'), page(tally, failure))
}

function page(tally: Tally, failure: unknown): string {
  const outcome = failure
    ? `**Failed** after ${tally.rounds} rounds: ${String((failure as Error).message).split('\n')[0]}`
    : `Passed: all rows equal those of an installation that nobody disturbed; every acknowledged import and refresh was there, no finding was opened twice, the audit chain verifies, and the server's work went on by itself.`
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  const lines = works.flatMap((work) =>
    phases.map(
      (phase) => `| ${work} | ${phase} | ${kinds.map((kind) => tally.count(work, phase, kind)).join(' | ')} |`,
    ),
  )
  return `# Killed and taken up again

Written by \`npm run test:long\`. ${tally.rounds} rounds of one refresh and one import each, ${tally.count()} kills (SIGKILL) at random moments, ${tally.count(undefined, 'taken up')} of them at work that was being taken up after an earlier kill, ${tally.count(undefined, 'after its end')} too late to meet any.

${outcome}

${machine()}, ${minutes} min.

| work | when | our process | database (postmaster) | one backend | worker |
|---|---|---|---|---|---|
${lines.join('\n')}
`
}

function machine(): string {
  const [cpu] = cpus()
  const commit = execFileSync('git', ['log', '-1', '--format=%h'], { cwd: root }).toString().trim()
  const memory = Math.round(totalmem() / 1024 ** 3)
  return `${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.versions.node}, ${cpus().length} × ${cpu?.model ?? 'CPU'}, ${memory} GiB`
}
