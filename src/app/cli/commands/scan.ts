import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { blindSpots, cyclonedxVexOf, isUncertain, jsonOf, type ScanReport, sarifOf, textOf } from '#action/reports'
import { droppedWords } from '#contract/dropped-words'
import { ok, systemClock } from '#core/kernel'
import { type Criticality, type Exposure, type Urgency, urgencies } from '#core/vocabulary'
import { scan as scanInventories } from '#flows/scan'
import { chooseTable } from '../../decision-table.ts'
import { type DecisionFlags, decisionSettings } from '../decision-settings.ts'
import { exitCodes } from '../exit-codes.ts'
import { openKnowledge } from '../knowledge.ts'
import { refusedOutput } from '../output-file.ts'
import { endProgress, progress, say, writeOut } from '../say.ts'
import { readTarget } from '../target.ts'
import { version } from '../version.ts'

interface ScanFlags extends DecisionFlags {
  format: 'table' | 'json' | 'sarif' | 'cyclonedx-vex'
  json?: boolean
  output?: string
  failOn: Urgency | 'never'
  allowUnknown?: boolean
  exposure: Exposure
  criticality: Criticality
  vex?: string[]
  limit: number
}

/** `lunette scan`: reads, matches, ranks and prints; exit 1 for findings over the threshold, components nobody can judge, or input that could not be read to the end. */
export async function scan(target: string, flags: ScanFlags): Promise<number> {
  const refused = await refusedOutput(flags.output)
  if (refused !== undefined) return usage(refused)
  const settings = await decisionSettings(flags)
  if (!settings.ok) return usage(settings.error.message)
  const { dataDir, dial, maxAgeDays } = settings.value
  const chosen = await chooseTable(settings.value.table)
  if (!chosen.ok) return usage(chosen.error.message)
  for (const warning of chosen.value.warnings) say(warning)
  const read = await readTarget(target, progress)
  if (!read.ok) return usage(read.error.message)
  const vex = flags.vex ? await (await import('../vex-files.ts')).readVexFiles(flags.vex) : ok([])
  if (!vex.ok) return usage(vex.error.message)
  const knowledge = openKnowledge(dataDir)
  if (!knowledge.ok) return failure(knowledge.error.message)
  const { exposure, criticality } = flags
  const report = scanInventories(read.value.imports, knowledge.value.reader, systemClock, {
    target: target === 'host' ? 'host' : basename(target),
    asset: {
      exposure,
      exposureBasis: exposure === 'unknown' ? 'assumed' : 'stated',
      exposureBy: 'command line',
      criticality,
    },
    table: chosen.value.table,
    dial,
    vex: vex.value,
    origin: knowledge.value.origin,
    refused: read.value.refused,
    maxAgeDays,
    report: progress,
  })
  endProgress()
  const dropped = report.dropped.map((one) => ({ ...one, words: droppedWords(one) }))
  await print({ ...report, dropped }, flags)
  return exitCodeOf(report, flags)
}

async function print(report: ScanReport, flags: ScanFlags): Promise<void> {
  // The table says it itself, above the findings.
  const isTold = formatOf(flags) === 'table' && !flags.output
  if (!isTold) for (const spot of blindSpots(report)) say(spot)
  const parts = render(report, flags)
  if (flags.output) await writeFile(flags.output, parts)
  else await writeOut(parts)
}

function formatOf({ json, format }: ScanFlags): ScanFlags['format'] {
  return json ? 'json' : format
}

function render(report: ScanReport, flags: ScanFlags): Iterable<string> {
  switch (formatOf(flags)) {
    case 'json':
      return jsonOf(report)
    case 'sarif':
      return [`${JSON.stringify(sarifOf(report, version), null, 2)}\n`]
    case 'cyclonedx-vex':
      return [`${JSON.stringify(cyclonedxVexOf(report, version), null, 2)}\n`]
    case 'table': {
      const limit = flags.limit === 0 ? Number.POSITIVE_INFINITY : flags.limit
      const colour = Boolean(process.stdout.isTTY) && !flags.output && !process.env.NO_COLOR
      return [`${textOf(report, { width: process.stdout.columns ?? Number.POSITIVE_INFINITY, colour, limit })}\n`]
    }
  }
}

function exitCodeOf(report: ScanReport, flags: ScanFlags): number {
  const threshold = flags.failOn === 'never' ? -1 : urgencies.indexOf(flags.failOn)
  const over = report.findings.some((finding) => urgencies.indexOf(finding.priority.urgency) <= threshold)
  const unknown = isUncertain(report) && !flags.allowUnknown
  return over || unknown ? exitCodes.findings : exitCodes.clean
}

function usage(message: string): number {
  process.stderr.write(`lunette: ${message}\n`)
  return exitCodes.usage
}

function failure(message: string): number {
  process.stderr.write(`lunette: ${message}\n`)
  return exitCodes.failure
}
