import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { ServiceTools } from '#intake/discovery'
import { loadFingerprints } from '#intake/discovery/fingerprints'
import { serviceTools } from '#intake/discovery/services'
import { pinnedSets } from '../../src/intake/discovery/fingerprints/pinned-sets.kit.ts'
import { judgeNames, type NameVerdict, needsNoService } from './judge-names.ts'
import { openLab, type Truth } from './lab.ts'
import { type Found, lookAtLab } from './look.ts'
import { measureResolver, type ResolveFigures } from './resolve.ts'

const NAMES_BAR = 0.98
const WEAKNESSES_BAR = 0.95
const SECONDS_BAR = 30
const MEGABYTES_BAR = 400
const RATE_BAR = 20_000
const RESOLVED = 400_000

/**
 * `npm run bench -- discovery [names | resolve]`: what discovery finds of the lab's company, and how fast names are
 * resolved. `names` looks at no service; `resolve` measures the resolver alone. Exit 1 when a bar is missed.
 */
export async function run(args: readonly string[]): Promise<number> {
  const lines = ['# What discovery finds', '', `${machine()}.`, '']
  const met: boolean[] = []
  // Names first: how much memory that takes is measured too.
  const alone = args.includes('names')
  if (!args.includes('resolve')) met.push(...(await benchLab(lines, alone)))
  if (!alone) met.push(await benchResolver(lines))
  process.stdout.write(`${lines.join('\n')}\n`)
  if (met.length === 2)
    writeFileSync(join(import.meta.dirname, '../../docs/generated/bench-discovery.md'), `${lines.join('\n')}\n`)
  return met.every(Boolean) ? 0 : 1
}

async function benchLab(lines: string[], alone: boolean): Promise<boolean[]> {
  const lab = await openLab()
  if (!lab) {
    process.stdout.write('bench discovery: no lab here (set LUNETTE_LAB), names are not looked for\n')
    return []
  }
  try {
    const found = await lookAtLab(lab.truth, alone ? {} : { services: await labServices() })
    const verdict = judgeNames(lab.truth, found)
    lines.push(...aboutLab(lab.truth, found, verdict, alone))
    const missed = missedBars(lab.truth, verdict, found, alone)
    lines.push(missed.length === 0 ? 'All bars met.' : `Missed: ${missed.join(', ')}.`, '')
    return [missed.length === 0]
  } finally {
    await lab.end()
  }
}

/** Services as the product looks at them, with the pinned fingerprints as far as they are there. */
async function labServices(): Promise<ServiceTools> {
  return serviceTools({ fingerprints: loadFingerprints(await pinnedSets()), datagramPorts: [53, 123, 161] })
}

async function benchResolver(lines: string[]): Promise<boolean> {
  const resolved = await measureResolver(RESOLVED)
  lines.push(...aboutResolver(resolved))
  return resolved.namesPerCpuSecond >= RATE_BAR && resolved.failed === 0
}

function aboutResolver({
  names,
  found,
  failed,
  namesPerSecond,
  namesPerCpuSecond,
  megabytes,
}: ResolveFigures): string[] {
  return [
    '## Resolver',
    '',
    '| names | found | failed | names/s of processor time (bar 20,000) | names/s beside the server | memory at half, at the end |',
    '| --- | --- | --- | --- | --- | --- |',
    row([
      names,
      found,
      failed,
      Math.round(namesPerCpuSecond),
      Math.round(namesPerSecond),
      megabytes.map((one) => `${Math.round(one)} MB`).join(', '),
    ]),
    '',
  ]
}

function aboutLab(
  truth: Truth,
  found: Found,
  { inScope, missed, ghosts, takenWrongly }: NameVerdict,
  alone: boolean,
): string[] {
  const unseen = weaknessesMissed(truth, found)
  const without = missed.filter(needsNoService)
  const reachable = truth.names.filter((one) => one.in_scope && needsNoService(one)).length
  return [
    '## The lab',
    '',
    `${alone ? 'Without a look at services. ' : ''}Seeds: ${[...truth.scope.seed_domains, ...truth.scope.seed_ranges].join(', ')}.`,
    '',
    '| what | figure | bar |',
    '| --- | --- | --- |',
    row(['names in scope found', share(inScope - missed.length, inScope), alone ? '' : '98 %']),
    row([
      'names in scope found, of those that no service must tell',
      share(reachable - without.length, reachable),
      '98 %',
    ]),
    ...(alone
      ? []
      : [
          row([
            'planted weaknesses told',
            share(truth.weaknesses.length - unseen.length, truth.weaknesses.length),
            '95 %',
          ]),
        ]),
    row(['ghosts', listed(ghosts), '0']),
    row(['out of scope taken as ours', listed(takenWrongly), '0']),
    row(['domains proposed and accepted', listed(found.accepted), '']),
    row(['domains of others proposed as likely ours', listed(found.wronglyProposed), '0']),
    row(['connections out of scope asked for', listed([...new Set(found.refused)]), '0']),
    row([
      'seconds, of processor time',
      `${found.seconds.toFixed(1)}, ${found.cpuSeconds.toFixed(1)}`,
      `${SECONDS_BAR}`,
    ]),
    row(['highest memory', `${Math.round(found.megabytes)} MB`, `${MEGABYTES_BAR} MB`]),
    '',
    ...(alone || unseen.length === 0 ? [] : [`Weaknesses not told: ${unseen.join(', ')}`, '']),
    ...(missed.length > 0 ? ['Missed, with what tells of them:', ''] : []),
    ...missed.map(({ name, discover }) => `- ${name}: ${discover.join(', ')}`),
    '',
  ]
}

/** Weaknesses of which nothing was told under their id at their place. */
function weaknessesMissed({ weaknesses }: Truth, found: Found): string[] {
  const told = new Set(found.weaknesses.map(({ ruleId, subject }) => `${ruleId} ${subject.name}`))
  return weaknesses.map(({ id, target }) => `${id} ${target}`).filter((one) => !told.has(one))
}

function missedBars(truth: Truth, verdict: NameVerdict, found: Found, alone: boolean): string[] {
  const { missed, ghosts, takenWrongly, inScope } = verdict
  const wrong = [ghosts, takenWrongly, found.wronglyProposed, found.refused].some((list) => list.length > 0)
  const lost = missed.filter((name) => !alone || needsNoService(name)).length
  const untold = alone ? 0 : weaknessesMissed(truth, found).length
  const bars: readonly (readonly [what: string, isMissed: boolean])[] = [
    ['ghosts or strangers', wrong],
    ['names', lost > (1 - NAMES_BAR) * inScope],
    ['weaknesses', untold > (1 - WEAKNESSES_BAR) * truth.weaknesses.length],
    ['seconds', found.seconds > SECONDS_BAR],
    ['memory', found.megabytes > MEGABYTES_BAR],
  ]
  return bars.filter(([, isMissed]) => isMissed).map(([what]) => what)
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '0' : `${names.length}: ${names.join(', ')}`
}

function share(part: number, whole: number): string {
  return `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

function machine(): string {
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${new Date().toISOString().slice(0, 10)}`
}
