import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { readRun } from '#assurance/evaluations/store'
import { evaluationOf, linesOf, type RunTerms, readDataset } from '#assurance/runner'
import { type EvaluationOrder, listOrders } from '#assurance/runner/store'
import type { RunMeasures } from '#contract/evaluation-orders'
import { inHundred, moreBetween, moreInHundred } from '#contract/number-words'
import { commandLine, err, ok, type Problem, problem, type Result, systemClock } from '#core/kernel'
import { targetLine } from '#flows/ask-target'
import { runPlan } from '#flows/evaluation-engine'
import {
  leastSkill,
  measuredJudges,
  orderEvaluation,
  type RanEvaluation,
  resumeEvaluation,
  runEvaluation,
} from '#flows/run-evaluation'
import { recordAudit } from '#platform/audit'
import { loadConfig } from '#platform/config'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { evaluationRowOf } from '../../assurance-rows.ts'
import { measuresOf, orderRowOf } from '../../evaluation-order-rows.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, progress, say, writeOut } from '../say.ts'
import { rateOf } from './assurance.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE
const MOST_SHOWN = 100

interface Flags {
  dataDir?: string
  json?: boolean
}

interface RunFlags extends Flags {
  gateway?: string
  target?: string
  model?: string
  keyEnv?: string
  judge?: string
  control?: string
  subjectVersion?: string
  repeats: number
  variation: boolean
  mostRequests?: number
  mostTokens?: number
  requestsPerMinute?: number
  sequential?: { good: number; bad: number }
  output?: string
  resume?: string
}

/** `lunette eval run`: a dataset against an endpoint, stored with --gateway, as lines without. */
export async function runDataset(path: string | undefined, flags: RunFlags): Promise<number> {
  const ways = [flags.gateway, flags.target, flags.resume].filter((way) => way !== undefined)
  if (ways.length !== 1) return refuse('say what is asked: --gateway of the register, or --target and --model')
  const stop = new AbortController()
  const interrupt = () => {
    say('stopping: what was asked until now counts')
    stop.abort()
  }
  process.once('SIGINT', interrupt)
  try {
    if (flags.resume !== undefined) return await resumeStored(flags.resume, flags, stop.signal)
    if (path === undefined) return refuse('say which dataset is run')
    const text = await textOf(path)
    if (!text.ok) return refuse(text.error.message)
    return await (flags.gateway === undefined
      ? runUnstored(path, text.value, flags, stop.signal)
      : runStored(path, text.value, flags.gateway, flags, stop.signal))
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function runStored(
  path: string,
  dataset: string,
  gateway: string,
  flags: RunFlags,
  stop: AbortSignal,
): Promise<number> {
  const done = await withNewRuntime(flags, async (runtime) => {
    const given = { workspaceId, by: actor, dataset, gateway, judge: flags.judge, controlId: flags.control }
    const order = await orderEvaluation(
      runtime,
      { ...given, subjectVersion: flags.subjectVersion, terms: termsOf(flags) },
      (work, { id: target, name, planned, datasetDigest }) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'evaluation.order', target },
          detail: { name, gateway, judge: flags.judge ?? null, planned, dataset: datasetDigest },
        }),
    )
    return order.ok ? ranBy(runtime, order.value, stop) : order
  })
  if (!done.ok && isOfCommand(done.error)) return refuse(`${path}: ${done.error.message}`)
  return finish(done, (ran) => showRan(ran, flags))
}

async function resumeStored(id: string, flags: RunFlags, stop: AbortSignal): Promise<number> {
  if (!/^[0-9a-f-]{36}$/i.test(id)) return refuse(`"${id}" is no run’s id: ${commandLine('eval runs')}`)
  const done = await withRuntime(flags, async (runtime) => {
    const order = await resumeEvaluation(runtime, workspaceId, id)
    return order.ok ? ranBy(runtime, order.value, stop) : order
  })
  if (!done.ok && isOfCommand(done.error)) return refuse(done.error.message)
  return finish(done, (ran) => showRan(ran, flags))
}

function ranBy(runtime: Runtime, { id: orderId }: EvaluationOrder, stop: AbortSignal): Promise<Result<RanEvaluation>> {
  const context = { ...runtime, privateHosts: runtime.config.privateHosts }
  return runEvaluation(context, { workspaceId, orderId }, progress, stop)
}

const mistakes = new Set([
  ...['too-large', 'not-a-dataset', 'no-gateway', 'not-approved', 'no-evaluations', 'no-such-control', 'no-judge'],
  ...['too-many-planned', 'already-running', 'run-over', 'not-found'],
])

/** True where what was said is wrong, and not the installation. */
function isOfCommand({ code }: Problem): boolean {
  return mistakes.has(code)
}

function showRan({ order, taken }: RanEvaluation, { json }: Flags): number {
  const held = order.why === null ? '' : ` (${order.why})`
  const counts = taken
    ? `${taken.cases} cases: ${taken.passed} passed, ${taken.failed} failed, ${taken.undecided} without a verdict; ${commandLine(`eval show ${taken.run}`)}`
    : `nothing was recorded; ${commandLine(`eval run --resume ${order.id}`)}`
  print(orderRowOf(order), `${order.name}: ${order.state}${held}, ${counts}`, json)
  return taken && taken.failed === 0 && taken.passed > 0 ? exitCodes.clean : exitCodes.findings
}

/** Limits of a run without a register: those that its gateways have unless they say otherwise. */
const USUAL = { mostRequests: 1_000, mostTokens: 500_000, requestsPerMinute: 30 }
const AT_ONCE = 2
const TIMEOUT_SECONDS = 20

function termsOf({
  repeats,
  variation,
  mostRequests,
  mostTokens,
  requestsPerMinute,
  sequential,
}: RunFlags): Partial<RunTerms> {
  return {
    ...{ repeats, isVaried: variation, sequential: sequential && { ...sequential, alpha: 0.05, beta: 0.1 } },
    ...(mostRequests !== undefined && { mostRequests }),
    ...(mostTokens !== undefined && { mostTokens }),
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
  }
}

async function runUnstored(path: string, text: string, flags: RunFlags, signal: AbortSignal): Promise<number> {
  const { target: url = '', model, keyEnv } = flags
  if (model === undefined) return refuse('--target needs --model')
  const wrong = wrongAddress(url)
  if (wrong !== undefined) return refuse(wrong)
  const secret = keyEnv === undefined ? undefined : process.env[keyEnv]
  if (keyEnv !== undefined && !secret) return refuse(`the variable ${keyEnv} is empty`)
  const dataset = readDataset(text)
  if (!dataset.ok) return refuse(`${path}: ${dataset.error.message}`)
  const config = loadConfig(process.env, { dataDir: flags.dataDir })
  if (!config.ok) return finish(config, () => exitCodes.clean)
  const terms: RunTerms = {
    ...USUAL,
    atOnce: AT_ONCE,
    sequential: undefined,
    repeats: 1,
    isVaried: true,
    ...termsOf(flags),
  }
  const line = targetLine(
    { url, model, header: 'authorization', secret, timeoutSeconds: TIMEOUT_SECONDS },
    {
      requestsPerMinute: terms.requestsPerMinute,
      budget: { requests: terms.mostRequests, tokens: terms.mostTokens },
      privateHosts: config.value.privateHosts,
      mayAsk: async () => ok(undefined),
    },
  )
  const at = systemClock()
  try {
    const done = await runPlan({
      ...{ seed: randomBytes(32).toString('hex'), dataset: dataset.value, terms, target: { model, line }, ended: [] },
      judge: flags.judge === undefined ? undefined : { model: flags.judge, line },
      keeper: { begin: async () => true, end: async () => {} },
      ...{ progress, signal },
    })
    const title = { name: dataset.value.name, target: `${url} ${model}`, targetVersion: flags.subjectVersion, at }
    const read = evaluationOf(
      done.plan,
      done.ends,
      { ...title, control: flags.control, trust: leastSkill(done) },
      done.leftOut,
    )
    const lines = [...linesOf(read)]
    if (flags.output === undefined) await writeOut(lines)
    else await writeFile(flags.output, lines.join(''))
    const count = (result: string) => read.run.cases.filter((one) => one.result === result).length
    say(
      `${dataset.value.name}: ${count('pass')} passed, ${count('fail')} failed, ${count('insufficient')} without a verdict`,
    )
    if (done.why !== undefined) say(`it was ended early: ${done.why}`)
    for (const one of measuredJudges(dataset.value, done))
      say(
        `judge ${one.id}: called ${one.calledFailing} of ${one.failing} failing and ${one.calledPassing} of ${one.passing} passing answers right`,
      )
    for (const words of measureWords(measuresOf(read.run.cases))) say(words)
    return count('fail') === 0 && count('pass') > 0 ? exitCodes.clean : exitCodes.findings
  } finally {
    await line.close()
  }
}

function wrongAddress(url: string): string | undefined {
  const parsed = URL.parse(url)
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return `"${url}" is no http(s) address`
  return parsed.username !== '' || parsed.password !== '' || parsed.search !== ''
    ? 'an address has no user, password or query: --key-env names where the key is'
    : undefined
}

/** `lunette eval runs`: runs of our own. */
export async function listRuns(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok((await database.inWorkspace(workspaceId, (work) => listOrders(work, MOST_SHOWN))).map(orderRowOf)),
  )
  return finish(done, (orders) => {
    const rows = orders.map((one) => [
      ...[one.id, one.orderedAt.slice(0, 16), one.name, one.gateway, one.state],
      ...[`${one.made} of ${one.planned}`, String(one.requests), one.why ?? ''],
    ])
    const head = ['run', 'ordered', 'name', 'target', 'state', 'attempts', 'requests', '']
    print(
      orders,
      rows.length === 0 ? `nothing was run here yet: ${commandLine('eval run')}` : columns(head, rows),
      flags.json,
    )
  })
}

/** `lunette eval show`: how a run ended, and what its cases say besides. */
export async function showMeasures(id: string, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => {
    const run = await database.inWorkspace(workspaceId, (work) => readRun(work, id))
    return run
      ? ok({
          head: `${run.name}: ${run.passed.toLocaleString('en')} passed, ${rateOf(evaluationRowOf(run))}`,
          measures: measuresOf(run.list),
        })
      : err(problem('not-found', `there is no run "${id}": ${commandLine('eval list')}`))
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, ({ head, measures }) => print(measures, [head, ...measureWords(measures)].join('\n'), flags.json))
}

function measureWords({ elicitation, repeated, flaky }: RunMeasures): string[] {
  const names = { rephrased: 'asked rephrased', steps: 'asked in steps' }
  return [
    ...elicitation.map(
      ({ variation, cases, plain, varied, gap, bounds, onlyVaried }) =>
        `${names[variation]}: fails ${inHundred(varied)} instead of ${inHundred(plain)}, of ${cases} cases: an elicitation gap of ${moreInHundred(gap)} (95 %: ${moreBetween(bounds)})${onlyVaried.length > 0 ? `; only then failed ${onlyVaried.join(', ')}` : ''}`,
    ),
    ...repeated.map(({ k, share, cases }) => `pass^${k}: ${inHundred(share)}, of ${cases} cases`),
    ...(flaky.length > 0
      ? [`flaky: ${flaky.map(({ key, passed, attempts }) => `${key} (${passed} of ${attempts})`).join(', ')}`]
      : []),
  ]
}

async function textOf(path: string): Promise<Result<string>> {
  try {
    return ok(await readFile(path, 'utf8'))
  } catch (cause) {
    return err(problem('unreadable', `${path} cannot be read: ${(cause as Error).message}`, cause))
  }
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
