import { existsSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { Statement } from '#core/vocabulary'
import { type Inference, inferAutomatable, inferTechnicalImpact } from '#exposure/prioritisation'
import { defaultFeedLimits, feeds } from '#intake/feeds'

/** Records published before this day were looked at when the rule was made; the later ones measure it. */
const FIXED_ON = '2024-10-01'
const ADP = 'CISA-ADP'
const AGREEMENT_BAR = 0.9
const BALANCED_BAR = 0.8

interface Tally {
  /** [inferred urgent][stated urgent] */
  counts: [[number, number], [number, number]]
  abstained: number
}

interface Question {
  name: string
  infer(severities: Statement['severities']): Inference<string> | undefined
  stated(statement: Statement): string | undefined
  urgent: string
}

const questions: readonly Question[] = [
  { name: 'automatable', infer: inferAutomatable, stated: (statement) => adp(statement)?.automatable, urgent: 'yes' },
  {
    name: 'technical impact',
    infer: inferTechnicalImpact,
    stated: (statement) => adp(statement)?.technicalImpact,
    urgent: 'total',
  },
]

/** Who scored the vectors the rule may see: all of them, or all but the ADP itself, as where the ADP said nothing. */
const views = {
  'any vector': (statement: Statement) => statement.severities,
  "without the ADP's vectors": (statement: Statement) => statement.severities.filter((severity) => severity.by !== ADP),
} as const

function adp(statement: Statement) {
  return statement.ssvc.find((ssvc) => ssvc.by === ADP)
}

/** Prints agreement and balanced accuracy of the two inference rules; 1 when a bar is missed on the later records. */
export async function run(): Promise<number> {
  const data = process.env.LUNETTE_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data')
  const path = join(data, 'feeds/cve/vulnrichment-cve5.ndjson.gz')
  if (existsSync(path)) return measure(path)
  process.stdout.write(`bench inference: skipped, no CVE records at ${path} (set LUNETTE_TEST_DATA)\n`)
  return 0
}

async function measure(file: string): Promise<number> {
  const tallies = new Map<string, Tally>()
  await readStatements(file, (statement) => count(statement, tallies))
  const lines = [
    '# How well the inferred decision points agree with CISA’s ADP',
    '',
    `Rule fixed on records published before ${FIXED_ON.slice(0, 7)}, measured on later ones. ${machine()}.`,
    '',
    '| decision point | vectors | records | period | agreement (bar 90 %) | balanced accuracy (bar 80 %) | abstained | always the calm answer |',
    '|---|---|---|---|---|---|---|---|',
    ...[...tallies].map(([key, tally]) => row(key, tally)),
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  writeFileSync(join(import.meta.dirname, '../../docs/generated/bench-inference.md'), `${lines.join('\n')}\n`)
  const later = [...tallies].filter(([key]) => key.endsWith('|later')).map(([, tally]) => scoresOf(tally))
  return later.every(({ agreement, balanced }) => agreement >= AGREEMENT_BAR && balanced >= BALANCED_BAR) ? 0 : 1
}

function count(statement: Statement, tallies: Map<string, Tally>): void {
  if (!statement.published) return
  const period = statement.published < FIXED_ON ? 'before' : 'later'
  for (const question of questions) {
    const stated = question.stated(statement)
    if (stated === undefined) continue
    for (const [view, vectors] of Object.entries(views)) {
      const key = [question.name, view, period].join('|')
      const tally = tallies.get(key) ?? {
        counts: [
          [0, 0],
          [0, 0],
        ],
        abstained: 0,
      }
      tallies.set(key, tally)
      const inferred = question.infer(vectors(statement))
      if (inferred) tally.counts[inferred.value === question.urgent ? 1 : 0][stated === question.urgent ? 1 : 0]++
      else tally.abstained++
    }
  }
}

function row(key: string, tally: Tally): string {
  const [name, view, period] = key.split('|')
  const { judged, agreement, balanced, calm } = scoresOf(tally)
  const all = judged + tally.abstained
  const cells = [
    name,
    view,
    all,
    period,
    percent(agreement),
    percent(balanced),
    `${tally.abstained} (${percent(tally.abstained / all)})`,
    percent(calm),
  ]
  return `| ${cells.join(' | ')} |`
}

function scoresOf({ counts }: Tally): { judged: number; agreement: number; balanced: number; calm: number } {
  const [[trueCalm, missed], [overcalled, trueUrgent]] = counts
  const judged = trueCalm + missed + overcalled + trueUrgent
  return {
    judged,
    agreement: (trueCalm + trueUrgent) / judged,
    balanced: (trueCalm / (trueCalm + overcalled) + trueUrgent / (trueUrgent + missed)) / 2,
    calm: (trueCalm + overcalled) / judged,
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function machine(): string {
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${new Date().toISOString().slice(0, 10)}`
}

async function readStatements(file: string, take: (statement: Statement) => void): Promise<void> {
  const feed = feeds.find((candidate) => candidate.id === 'cve')!
  const nothing = async () => {}
  const sink = {
    open: nothing,
    meets: () => false,
    remove: nothing,
    replaceKev: nothing,
    replaceExploits: nothing,
    epssDay: nothing,
    keepFingerprints: nothing,
    keepCatalogue: nothing,
  }
  const read = await feed.read(
    { path: file, name: 'vulnrichment-cve5.ndjson.gz' },
    { ...sink, put: (statement) => put(statement, take) },
    defaultFeedLimits,
  )
  if (!read.ok) throw new Error(read.error.message)
}

function put(statement: Statement, take: (statement: Statement) => void): undefined {
  take(statement)
  return undefined
}
