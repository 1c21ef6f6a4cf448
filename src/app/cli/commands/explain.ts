import type { Instant } from '#core/kernel'
import type { Component } from '#core/vocabulary'
import { type Explanation, InventoryMatcher } from '#exposure/matching'
import { explainRecorded } from '#flows/explain-recorded'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { componentArgument } from '../component-argument.ts'
import { decisionSettings } from '../decision-settings.ts'
import { exitCodes } from '../exit-codes.ts'
import { openKnowledge } from '../knowledge.ts'
import { withRuntime } from '../open.ts'
import { finish, print } from '../say.ts'

interface ExplainFlags {
  dataDir?: string
  json?: boolean
  distribution?: string
  asset?: string
}

/**
 * `lunette explain`: which evidence, statement, range and rule led to the verdict, or why there is no match. A purl or a
 * CPE is judged by itself; what is recorded on an asset, beside everything else there.
 */
export async function explainMatch(name: string, vulnerability: string, flags: ExplainFlags): Promise<number> {
  const component = flags.asset === undefined ? componentArgument(name, flags.distribution) : undefined
  if (component) return explainAlone(component, name, vulnerability, flags)
  if (flags.asset === undefined && !COMPONENT_ID.test(name)) {
    process.stderr.write(
      `lunette: "${name}" is neither a purl (pkg:npm/lodash@4.17.15) nor a CPE 2.3 name nor a recorded component's id; --asset names the asset it is recorded on\n`,
    )
    return exitCodes.usage
  }
  const question = { workspaceId: DEFAULT_WORKSPACE, asset: flags.asset, component: name, vulnerability }
  const done = await withRuntime(flags, (runtime) => explainRecorded(runtime, question))
  return finish(done, (found) => {
    const text = found.map(({ asset, component: { name: called, version }, explanation }) =>
      textOf(`${called} ${version ?? '(no version)'} on ${asset}`, vulnerability, explanation),
    )
    print(found, text.join('\n\n'), flags.json)
  })
}

const COMPONENT_ID = /^[\w-]{22}$/

async function explainAlone(
  component: Component,
  name: string,
  vulnerability: string,
  flags: ExplainFlags,
): Promise<number> {
  const settings = await decisionSettings(flags)
  if (!settings.ok) {
    process.stderr.write(`lunette: ${settings.error.message}\n`)
    return exitCodes.usage
  }
  const { dataDir, dial, maxAgeDays } = settings.value
  const knowledge = openKnowledge(dataDir)
  if (!knowledge.ok) {
    process.stderr.write(`lunette: ${knowledge.error.message}\n`)
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
