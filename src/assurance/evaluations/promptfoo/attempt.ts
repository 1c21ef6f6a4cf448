import type { Attempt } from '../cases.ts'
import { type Fields, fieldsOf, keyOf, listOf, nameOf, noteOf, textOf } from '../json.ts'

/** `failureReason` of a result whose call failed (promptfoo, ResultFailureReason): it says nothing of the system. */
const CALL_FAILED = 2

/** What a case is asked of more than once in a run, so that the answers are cases of their own. */
export interface Answers {
  byTarget: boolean
  byPrompt: boolean
}

export function attemptOf(result: Fields, answers: Answers): Attempt {
  const test = fieldsOf(result.testCase)
  const metadata = { ...fieldsOf(test?.metadata), ...fieldsOf(result.metadata) } as Fields
  const asked = varsOf(test?.vars ?? result.vars)
  const key = textOf(metadata.id) ?? digestKey(test, asked)
  const outcome = resultOf(result, test)
  return {
    key: keyParts(result, answers, key).join(' @ '),
    result: outcome,
    control: textOf(metadata.control),
    cluster:
      textOf(metadata.cluster) ?? textOf(metadata.conversationId) ?? seedOf(metadata, asked) ?? several(answers, key),
    stratum: textOf(metadata.stratum) ?? attackOf(metadata),
    note: outcome === 'pass' ? undefined : reasonOf(result),
    contradiction: contradicts(result) ? '"success", and its grading did not pass' : undefined,
  }
}

/** Answers to one test hang together. */
function several({ byTarget, byPrompt }: Answers, key: string): string | undefined {
  return byTarget || byPrompt ? key : undefined
}

/** A description is a title: tests of one configuration may share it. */
function digestKey(test: Fields | undefined, asked: Fields): string {
  const title = textOf(test?.description)
  return title === undefined ? keyOf([asked, test?.assert]) : `${title} ${keyOf(asked)}`
}

function keyParts(result: Fields, { byTarget, byPrompt }: Answers, asked: string): string[] {
  const prompt = textOf(result.promptId)?.slice(0, 12) ?? textOf(result.promptIdx)
  return [
    asked,
    ...(byPrompt && prompt !== undefined ? [`prompt ${prompt}`] : []),
    ...(byTarget ? [providerOf(result) ?? 'provider'] : []),
  ]
}

/** Variables that the test was written with: a session's number and what begins with `_` is of one run only. */
function varsOf(vars: unknown): Fields {
  const written = Object.entries(fieldsOf(vars) ?? {}).filter(([name]) => name !== 'sessionId' && !name.startsWith('_'))
  return Object.fromEntries(written)
}

/** A red team asks one thing in several ways: plain, and as each strategy rewrites it. */
function seedOf(metadata: Fields, asked: Fields): string | undefined {
  if (textOf(metadata.pluginId) === undefined) return undefined
  const values = Object.values(asked)
  const plain =
    textOf(metadata.originalText) ?? textOf(asked.prompt) ?? (values.length === 1 ? textOf(values[0]) : undefined)
  return plain === undefined ? undefined : keyOf(plain)
}

function attackOf(metadata: Fields): string | undefined {
  const [plugin, strategy] = [textOf(metadata.pluginId), textOf(metadata.strategyId)]
  return plugin === undefined || strategy === undefined || strategy === 'basic' ? plugin : `${plugin} (${strategy})`
}

/** A test without an assertion always succeeds: it tested nothing. */
function resultOf(result: Fields, test: Fields | undefined): Attempt['result'] {
  const grading = fieldsOf(result.gradingResult)
  if (result.failureReason === CALL_FAILED || (textOf(result.error) !== undefined && !grading)) return 'insufficient'
  if (result.success === false || contradicts(result)) return 'fail'
  const isTested = test === undefined || listOf(test.assert).length > 0 || listOf(grading?.componentResults).length > 0
  return result.success === true && isTested ? 'pass' : 'insufficient'
}

/** A success whose own grading says that it is none. */
function contradicts(result: Fields): boolean {
  return result.success === true && fieldsOf(result.gradingResult)?.pass === false
}

/** What failed, by its name; the reason itself quotes what was asked and answered. */
function reasonOf(result: Fields): string | undefined {
  if (result.failureReason === CALL_FAILED) return 'the call failed'
  if (result.success === true && !contradicts(result)) return 'no assertion'
  const parts = listOf(fieldsOf(result.gradingResult)?.componentResults).map(fieldsOf)
  const failed = parts.filter((part) => part?.pass === false).map((part) => fieldsOf(part?.assertion))
  return noteOf(
    'failed',
    failed.map((assertion) => nameOf(assertion?.metric) ?? nameOf(assertion?.type)),
  )
}

export function providerOf(result: Fields | undefined): string | undefined {
  const provider = fieldsOf(result?.provider)
  return textOf(provider?.label) ?? textOf(provider?.id) ?? textOf(result?.provider)
}
