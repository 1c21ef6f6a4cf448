import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '#core/kernel'
import type { Component } from '#core/vocabulary'
import { type Explanation, InventoryMatcher } from '#exposure/matching'
import { explainRecorded } from '#flows/explain-recorded'
import { loadConfig } from '#platform/config'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { componentArgument } from '../component-argument.ts'
import { decisionSettings } from '../decision-settings.ts'
import { exitCodes } from '../exit-codes.ts'
import { openKnowledge } from '../knowledge.ts'
import { withRuntime } from '../open.ts'
import { finish, print, say } from '../say.ts'
import { vulnerabilityArgument } from '../vulnerability-argument.ts'

interface ExplainFlags {
  dataDir?: string
  json?: boolean
  distribution?: string
  asset?: string
}

/**
 * `lunette explain`: which evidence, statement, range and rule led to the verdict, or why there is no match. A purl or a
 * CPE is judged by itself; what is recorded, beside everything else on its asset. Exit 0 whatever the verdict.
 */
export async function explainMatch(name: string, said: string, flags: ExplainFlags): Promise<number> {
  const vulnerability = vulnerabilityArgument(said)
  if (vulnerability === undefined)
    return usage(`"${said}" is no vulnerability's id: give a CVE (CVE-2021-44228), a GHSA or an advisory's id`)
  const component = flags.asset === undefined ? componentArgument(name, flags.distribution) : undefined
  return component ? explainAlone(component, name, vulnerability, flags) : explainOnAssets(name, vulnerability, flags)
}

const howElse = 'what is not recorded is given as a purl (pkg:npm/lodash@4.17.15) or a CPE 2.3 name, with version'

async function explainOnAssets(name: string, vulnerability: string, flags: ExplainFlags): Promise<number> {
  const config = loadConfig(process.env, { dataDir: flags.dataDir })
  if (!config.ok) return usage(config.error.message)
  const { dataDir, databaseUrl } = config.value
  // A name that was mistyped makes no database.
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'postgres')))
    return usage(`nothing named "${name}" is recorded: there is no database in ${dataDir}; ${howElse}`)
  const question = { workspaceId: DEFAULT_WORKSPACE, asset: flags.asset, component: name, vulnerability }
  const done = await withRuntime(flags, (runtime) => explainRecorded(runtime, question))
  if (!done.ok && notThere.has(done.error.code)) return usage(`${done.error.message}; ${howElse}`)
  return finish(done, (found) => {
    const text = found.map(({ asset, component: { name: called, version }, explanation }) =>
      textOf(`${called} ${version ?? '(no version)'} on ${asset}`, vulnerability, explanation),
    )
    print(found, text.join('\n\n'), flags.json)
  })
}

const notThere: ReadonlySet<string> = new Set(['no-component', 'no-asset'])

function usage(message: string): number {
  say(message)
  return exitCodes.usage
}

async function explainAlone(
  component: Component,
  name: string,
  vulnerability: string,
  flags: ExplainFlags,
): Promise<number> {
  const settings = await decisionSettings(flags)
  if (!settings.ok) return usage(settings.error.message)
  const { dataDir, dial, maxAgeDays } = settings.value
  const knowledge = openKnowledge(dataDir)
  if (!knowledge.ok) {
    say(knowledge.error.message)
    return exitCodes.failure
  }
  const matcher = new InventoryMatcher([component], knowledge.value.reader, { dial, vex: [] })
  const currency = { now: new Date().toISOString() as Instant, maxAgeDays }
  const explanation = matcher.explain(component, vulnerability, currency)
  print(explanation, textOf(name, vulnerability, explanation), flags.json)
  return exitCodes.clean
}

function textOf(name: string, vulnerability: string, explanation: Explanation): string {
  const reasons = explanation.kind === 'judged' ? explanation.match.reasons : explanation.reasons
  const verdict =
    explanation.kind === 'judged' ? explanation.match.verdict : 'no statement about it names this component'
  const steps = reasons.map(
    (reason, index) =>
      `  ${index + 1}. ${reason.text}${reason.source ? ` [${reason.source} ${reason.recordId ?? ''}]` : ''}`,
  )
  const fixed = explanation.kind === 'judged' ? explanation.match.fixedVersions : []
  const fix = fixed.length > 0 ? [`fixed in: ${fixed.join(', ')}`] : []
  return [`${name} × ${vulnerability}: ${verdict}`, ...steps, ...fix].join('\n')
}
