import type { EvaluationCase } from '#core/vocabulary'

/** What is written of a run. */
export interface SarifRun {
  id: string
  tool: string
  name: string
  target: string | null
  targetVersion: string | null
  /** The control that its cases test, where they do not say so themselves. */
  controlId: string | null
  at: string
  list: readonly EvaluationCase[]
}

/** What is known of a control that cases test. */
export interface SarifControl {
  id: string
  name: string
  claim: string
}

const NO_CONTROL = 'evaluation-failure'

/**
 * The failing cases of a run as a SARIF 2.1.0 log (OASIS): a rule for each control that they test, a result for each case.
 * Prompts and answers are in none: they are not kept. Cases without a verdict are counted, and not reported as failing.
 */
export function failingCasesAsSarif(run: SarifRun, controls: readonly SarifControl[], version: string): object {
  const failing = run.list.filter(({ result }) => result === 'fail')
  const known = new Map(controls.map((control) => [control.id, control]))
  const ruleIds = [...new Set(failing.map((one) => ruleIdOf(one, run)))].sort()
  const { name, version: toolVersion } = toolOf(run.tool)
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...{ name, ...(toolVersion && { version: toolVersion }) },
            rules: ruleIds.map((id) => ruleOf(id, known.get(id))),
          },
        },
        conversion: { tool: { driver: { name: 'Lunette', version } } },
        automationDetails: { id: `evaluation/${run.name}/${run.id}` },
        results: failing.map((one) => resultOf(one, run, ruleIds)),
        properties: {
          ...(run.target !== null && { target: run.target }),
          ...(run.targetVersion !== null && { targetVersion: run.targetVersion }),
          at: run.at,
          cases: run.list.length,
          withoutVerdict: run.list.filter(({ result }) => result === 'insufficient').length,
        },
      },
    ],
  }
}

function ruleIdOf(one: EvaluationCase, { controlId }: Pick<SarifRun, 'controlId'>): string {
  return one.control ?? controlId ?? NO_CONTROL
}

/** `promptfoo 0.118` is name and version. */
function toolOf(tool: string): { name: string; version: string | undefined } {
  const found = /^(.+?)\s+v?(\d[\w.+-]*)$/u.exec(tool.trim())
  return found ? { name: found[1]!, version: found[2] } : { name: tool.trim() || 'evaluation', version: undefined }
}

function ruleOf(id: string, control: SarifControl | undefined): object {
  return {
    id,
    shortDescription: { text: control?.name ?? (id === NO_CONTROL ? 'A case that tests no control failed' : id) },
    ...(control && { fullDescription: { text: control.claim } }),
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', 'evaluation-failure'] },
  }
}

function resultOf(one: EvaluationCase, run: SarifRun, ruleIds: readonly string[]): object {
  const ruleId = ruleIdOf(one, run)
  const tries = one.attempts > 1 ? ` in ${one.attempts - one.passed} of ${one.attempts} tries` : ''
  return {
    ruleId,
    ruleIndex: ruleIds.indexOf(ruleId),
    kind: 'fail',
    level: 'error',
    message: { text: `${one.key} failed${tries}${one.note ? `: ${one.note}` : ''}.` },
    locations: [{ logicalLocations: [{ fullyQualifiedName: one.key, kind: 'test case' }] }],
    // The same case of another run of the same name is the same result.
    partialFingerprints: { 'lunette/case/v1': `${run.name} ${one.key}` },
    properties: {
      ...(one.stratum !== undefined && { stratum: one.stratum }),
      ...(one.cluster !== undefined && { cluster: one.cluster }),
      attempts: one.attempts,
      passed: one.passed,
    },
  }
}
