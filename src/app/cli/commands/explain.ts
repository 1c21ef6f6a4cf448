import { type Explanation, explain } from '#exposure/matching'
import { componentArgument } from '../component-argument.ts'
import { exitCodes } from '../exit-codes.ts'
import { openKnowledge } from '../knowledge.ts'

interface ExplainFlags {
  dataDir?: string
  json?: boolean
  distribution?: string
}

/** `lunette explain`: which evidence, statement, range and rule led to the verdict, or why there is no match. */
export async function explainMatch(name: string, vulnerability: string, flags: ExplainFlags): Promise<number> {
  const component = componentArgument(name, flags.distribution)
  if (!component) {
    process.stderr.write(`lunette: "${name}" is neither a purl (pkg:npm/lodash@4.17.15) nor a CPE 2.3 name\n`)
    return exitCodes.usage
  }
  const knowledge = openKnowledge(flags.dataDir)
  if (!knowledge.ok) {
    process.stderr.write(`lunette: ${knowledge.error.message}\n`)
    return exitCodes.failure
  }
  const explanation = explain(component, vulnerability, knowledge.value.reader)
  process.stdout.write(
    flags.json ? `${JSON.stringify(explanation)}\n` : `${textOf(name, vulnerability, explanation)}\n`,
  )
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
