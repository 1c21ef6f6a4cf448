import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { loadFingerprints } from '#intake/discovery/fingerprints'
import { loopbackPort } from '../../src/intake/discovery/conversation/loopback-port.kit.ts'
import { pinnedSets } from '../../src/intake/discovery/fingerprints/pinned-sets.kit.ts'
import { openLab } from '../discovery/lab.ts'
import { type Comparison, compare, type Tally } from './compare.ts'
import { measureMany, meetsBar, saysOfMany } from './many.ts'
import { measureServices } from './measure.ts'
import { labTruth, type TrueService } from './truth.ts'

const MANY = 10_000
const bars = { seconds: 30, megabytes: 400 }
/** Least shares of what must be right. */
const least: readonly [
  key: 'open' | 'product' | 'version' | 'cpe' | 'cpeVersion' | 'weaknesses',
  what: string,
  share: number,
][] = [
  ['open', 'open TCP services in scope', 1],
  ['product', 'main product, of those visible', 0.97],
  ['version', 'main version, of those visible', 0.97],
  ['cpe', 'CPE vendor and product', 0.95],
  ['cpeVersion', 'CPE with version', 0.93],
  ['weaknesses', 'weaknesses of services', 0.95],
]

/** `npm run bench -- discovery-services`: what the lab's services show, compared with its truth. Exit 1 when a bar is missed. */
export async function run(args: readonly string[]): Promise<number> {
  const lab = await openLab()
  try {
    return await measure(args)
  } finally {
    await lab?.end()
  }
}

async function measure(args: readonly string[]): Promise<number> {
  const truth = labTruth()?.filter(
    ({ in_scope, transport, address }) => in_scope && transport === 'tcp' && !address.includes(':'),
  )
  if (!truth) {
    process.stdout.write('bench discovery-services: skipped, there is no lab here (LUNETTE_LAB names its command)\n')
    return 0
  }
  const port = loopbackPort()
  const started = performance.now()
  const fingerprints = loadFingerprints(await pinnedSets())
  const plan = {
    addresses: addressesOf(truth),
    namesOf: namesIn(truth),
    port,
    fingerprints,
    signal: new AbortController().signal,
  }
  const { seen, scanMs, allMs, incomplete } = await measureServices(plan)
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage()
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1_024)
  const result = compare(truth, seen)
  say(
    `${plan.addresses.length} addresses, ${port.connections} connections, ${incomplete.length} addresses not judged to the end`,
  )
  say(
    `ports ${(scanMs / 1_000).toFixed(1)} s, services until ${(allMs / 1_000).toFixed(1)} s, all ${seconds.toFixed(1)} s (bar ${bars.seconds}), ${((user + system) / 1_000_000).toFixed(1)} s of processor, ${megabytes} MB (bar ${bars.megabytes})\n`,
  )
  const missed = least.filter(([key, what, share]) => !print(what, result[key], share))
  print('every product, of those visible', result.allProducts, 0)
  printUnseen(result)
  const many = await measureMany(MANY)
  say(`\n${saysOfMany(many)}`)
  publish()
  if (args.includes('--list')) for (const service of seen) say(`${JSON.stringify(service)}`)
  return meetsBar(many) &&
    missed.length === 0 &&
    result.unseen.length === 0 &&
    seconds <= bars.seconds &&
    megabytes <= bars.megabytes
    ? 0
    : 1
}

/** Three networks of the company and what lies in scope beside them. */
function addressesOf(truth: readonly TrueService[]): string[] {
  const networks = new Set(truth.map(({ address }) => address.split('.').slice(0, 3).join('.')))
  const whole = [...networks]
    .filter((network) => !network.startsWith('127.53.'))
    .flatMap((network) => Array.from({ length: 254 }, (_, host) => `${network}.${host + 1}`))
  return [...new Set([...whole, ...truth.map(({ address }) => address)])]
}

function namesIn(truth: readonly TrueService[]): (address: string) => readonly string[] {
  const names = Map.groupBy(truth, ({ address }) => address)
  return (address) => [...new Set(names.get(address)?.flatMap((service) => service.names) ?? [])]
}

function print(what: string, { of, right, missed }: Tally, share: number): boolean {
  const reached = of === 0 || right / of >= share
  say(
    `${reached ? 'ok  ' : 'MISS'} ${what}: ${right} of ${of} (${((100 * right) / Math.max(1, of)).toFixed(1)} %${share > 0 ? `, bar ${share * 100} %` : ''})`,
  )
  for (const one of missed) say(`       missed ${one}`)
  return reached
}

function printUnseen({ unseen }: Comparison): void {
  say(`${unseen.length === 0 ? 'ok  ' : 'MISS'} versions printed that are not visible: ${unseen.length}`)
  for (const one of unseen) say(`       ${one}`)
}

const said: string[] = []

/** Prints and keeps for the published page. */
function say(line: string): void {
  said.push(line)
  process.stdout.write(`${line}\n`)
}

function publish(): void {
  const head = `# Services of the lab: found, told, judged\n\nMade by \`npm run bench -- discovery-services\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}. Denominators are the services in scope that the lab's own truth calls visible.\n`
  writeFileSync(
    join(import.meta.dirname, '../../docs/generated/bench-discovery-services.md'),
    `${head}\n\`\`\`\n${said.join('\n')}\n\`\`\`\n`,
  )
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2))
