import { err, ok, problem } from '#core/kernel'
import type { Attempt } from '../cases.ts'
import { CaseCollector } from '../cases.ts'
import type { EvaluationImporter } from '../contract.ts'
import { type Fields, fieldsOf, instantOf, keyOf, listOf, parseJson, textOf } from '../json.ts'

/** `failureReason` of a result whose call failed (promptfoo, ResultFailureReason): it says nothing of the system. */
const CALL_FAILED = 2

/**
 * Output files of `promptfoo eval -o results.json` (promptfoo.dev, "Output formats"), versions 2 to 4. A case's control,
 * cluster and stratum are taken from the test's `metadata`.
 */
export const promptfoo: EvaluationImporter = {
  id: 'promptfoo',
  title: 'promptfoo',
  formats: 'JSON output of promptfoo eval, versions 2 to 4',
  recognises: ({ head }) =>
    /^\s*\{/.test(head) && (/"evalId"\s*:/.test(head) || /"results"\s*:\s*\{\s*"(?:version|timestamp)"/.test(head)),
  async read({ bytes }) {
    const parsed = parseJson(bytes.toString('utf8'), 'not-promptfoo')
    if (!parsed.ok) return parsed
    const file = fieldsOf(parsed.value)
    const summary = fieldsOf(file?.results)
    if (!file || !summary || !Array.isArray(summary.results))
      return err(problem('not-promptfoo', 'it holds no results of promptfoo (results.results)'))
    const results = listOf(summary.results).map(fieldsOf)
    const providers = [...new Set(results.flatMap((result) => providerOf(result) ?? []))].sort()
    const collector = new CaseCollector()
    for (const result of results) {
      if (result) collector.add(attemptOf(result, providers.length > 1))
      else collector.skip('not-a-result', String(result))
    }
    const version = textOf(fieldsOf(file.metadata)?.promptfooVersion)
    const at = instantOf(summary.timestamp ?? fieldsOf(file.metadata)?.evaluationCreatedAt)
    const { cases, outcome } = collector.end()
    const run = {
      tool: version === undefined ? 'promptfoo' : `promptfoo ${version}`,
      name: textOf(fieldsOf(file.config)?.description) ?? textOf(file.evalId) ?? 'promptfoo evaluation',
      ...(providers.length > 0 && { target: providers.join(', ') }),
      ...(at !== undefined && { at }),
      cases,
    }
    return ok({ run, outcome })
  },
}

function attemptOf(result: Fields, severalTargets: boolean): Attempt {
  const test = fieldsOf(result.testCase)
  const metadata = { ...fieldsOf(test?.metadata), ...fieldsOf(result.metadata) } as Fields
  const asked = textOf(metadata.id) ?? textOf(test?.description) ?? keyOf([test?.vars ?? result.vars, test?.assert])
  const provider = severalTargets ? providerOf(result) : undefined
  return {
    key: provider === undefined ? asked : `${asked} @ ${provider}`,
    result: resultOf(result),
    control: textOf(metadata.control),
    cluster: textOf(metadata.cluster) ?? textOf(metadata.conversationId),
    stratum: textOf(metadata.stratum) ?? textOf(metadata.pluginId),
    note: textOf(result.error) ?? textOf(fieldsOf(result.gradingResult)?.reason),
  }
}

function resultOf(result: Fields): Attempt['result'] {
  if (result.failureReason === CALL_FAILED || (result.error !== undefined && !fieldsOf(result.gradingResult)))
    return 'insufficient'
  return result.success === true ? 'pass' : result.success === false ? 'fail' : 'insufficient'
}

function providerOf(result: Fields | undefined): string | undefined {
  const provider = fieldsOf(result?.provider)
  return textOf(provider?.label) ?? textOf(provider?.id) ?? textOf(result?.provider)
}
