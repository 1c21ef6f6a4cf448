import { createHmac } from 'node:crypto'
import {
  type AttemptEnd,
  afterAnswer,
  type ChatMessage,
  type Completion,
  type Conversation,
  type Dataset,
  type Judge,
  judgeQuestion,
  judgesOf,
  judgeVerdict,
  type LeftOut,
  type PlannedAttempt,
  planOf,
  type RunTerms,
  requestBody,
  type Script,
  type SequentialStanding,
  scoreOf,
  scorerName,
  scriptOf,
  sequentialStanding,
  unitOf,
} from '#assurance/runner'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import type { JudgeCounts } from '#core/statistics'
import type { TargetLine } from './ask-target.ts'

/** Where attempts are noted, so that none is made twice. */
export interface AttemptKeeper {
  /** Notes that an attempt begins, before anything of it is sent. False: it was begun before, by whomever. */
  begin(attempt: Pick<AttemptEnd, 'key' | 'attempt'>): Promise<boolean>
  end(attempt: AttemptEnd): Promise<void>
}

export interface EngineParts {
  /** Of the run: canaries and the order of cases follow from it. */
  seed: string
  dataset: Dataset
  terms: RunTerms
  target: { model: string; line: TargetLine }
  /** Is asked where a case waits for a judge's word. */
  judge: { model: string; line: TargetLine } | undefined
  keeper: AttemptKeeper
  /** Attempts that have ended before, by an earlier process. */
  ended: readonly AttemptEnd[]
  progress(step: string, done: number, total: number, unit: string): void
  signal: AbortSignal | undefined
}

/** What came of a run. */
export interface EngineEnd {
  plan: PlannedAttempt[]
  ends: Map<string, AttemptEnd>
  /** Why not all attempts were made; `undefined`: they were. */
  leftOut: LeftOut | undefined
  /** In words, where something held it up. */
  why: string | undefined
  sequential: SequentialStanding | undefined
  judges: { id: string; counts: JudgeCounts }[]
}

/** A target that answers nothing that often in a row is left alone. */
const MOST_FAILING = 10
const MAX_TOKENS = 1_024
const MARK_BYTES = 16

/** Holds every conversation of a plan that was not held before, several at once, until it is done or held up. */
export async function runPlan(parts: EngineParts): Promise<EngineEnd> {
  const run = new Run(parts)
  await run.measureJudges()
  await run.holdAll()
  return run.end()
}

class Run {
  readonly #parts: EngineParts
  readonly #plan: PlannedAttempt[]
  readonly #ends = new Map<string, AttemptEnd>()
  readonly #halt = new AbortController()
  readonly #signal: AbortSignal
  #skill = new Map<string, JudgeCounts>()
  #failing = 0
  #leftOut: LeftOut | undefined
  #why: string | undefined
  #standing: SequentialStanding | undefined

  constructor(parts: EngineParts) {
    this.#parts = parts
    this.#plan = planOf(parts.dataset, parts.terms, parts.seed)
    for (const end of parts.ended) this.#ends.set(unitOf(end), end)
    const { signal } = parts
    this.#signal = signal ? AbortSignal.any([signal, this.#halt.signal]) : this.#halt.signal
  }

  /** Asks each judge about answers whose truth is known, before it is believed. */
  async measureJudges(): Promise<void> {
    const used = new Set(this.#parts.dataset.cases.flatMap(judgesOf))
    for (const judge of this.#parts.dataset.judges.filter(({ id }) => used.has(id))) {
      await this.#inTurn(judge.calibration.entries(), async ([at, item]) => {
        const unit = { key: calibrationKey(judge.id, at), attempt: 1 }
        if (!(await this.#begin(unit))) return
        const verdict = await this.#judged(judge, { asked: item.asked ? [item.asked] : [], answer: item.answer, unit })
        await this.#noteEnd(endOf(unit, verdict))
      })
      this.#skill.set(judge.id, countsOf(judge, this.#ends))
    }
  }

  async holdAll(): Promise<void> {
    this.#look()
    let done = this.#plan.filter((one) => this.#ends.has(unitOf(one))).length
    await this.#inTurn(this.#plan.values(), async (planned) => {
      if (this.#ends.has(unitOf(planned)) || !(await this.#begin(planned))) return
      await this.#noteEnd(await this.#held(planned))
      this.#look()
      this.#parts.progress('asking', ++done, this.#plan.length, 'attempts')
    })
  }

  end(): EngineEnd {
    const judges = [...this.#skill].map(([id, counts]) => ({ id, counts }))
    const isStopped = this.#parts.signal?.aborted && this.#plan.some((one) => !this.#ends.has(unitOf(one)))
    const leftOut = this.#leftOut ?? (isStopped ? 'stopped' : undefined)
    return { plan: this.#plan, ends: this.#ends, leftOut, why: this.#why, sequential: this.#standing, judges }
  }

  /** Several workers take from one list, until it is empty or the run is held up. */
  async #inTurn<Item>(items: Iterator<Item>, work: (item: Item) => Promise<void>): Promise<void> {
    const worker = async () => {
      for (let next = items.next(); !next.done && this.#isOpen(); next = items.next()) await work(next.value)
    }
    const all = await Promise.allSettled(Array.from({ length: this.#parts.terms.atOnce }, worker))
    const broken = all.find((one) => one.status === 'rejected')
    if (broken) throw broken.reason
  }

  #isOpen(): boolean {
    return this.#leftOut === undefined && !this.#signal.aborted
  }

  async #begin(unit: Pick<AttemptEnd, 'key' | 'attempt'>): Promise<boolean> {
    if (this.#ends.has(unitOf(unit))) return false
    try {
      return await this.#parts.keeper.begin({ key: unit.key, attempt: unit.attempt })
    } catch (cause) {
      this.#halt.abort()
      throw cause
    }
  }

  /** What was cut off is noted by whoever takes the run up: nobody knows what came of it. */
  async #noteEnd(end: AttemptEnd | Problem): Promise<void> {
    if ('code' in end) return this.#heldUp(end)
    try {
      await this.#parts.keeper.end(end)
    } catch (cause) {
      this.#halt.abort()
      throw cause
    }
    this.#ends.set(unitOf(end), end)
    this.#failing = end.note?.startsWith(ERROR) ? this.#failing + 1 : 0
    if (this.#failing >= MOST_FAILING)
      this.#stopFor('target-failing', `${MOST_FAILING} attempts in a row failed: ${end.note}`)
  }

  #heldUp({ code, message }: Problem): void {
    if (code === 'aborted') return
    this.#stopFor(code === 'budget-spent' ? code : 'target-failing', message)
  }

  /** Where only the budget is spent, what it was spent on is waited for. */
  #stopFor(leftOut: LeftOut, why: string): void {
    this.#leftOut ??= leftOut
    this.#why ??= why
    if (leftOut !== 'budget-spent') this.#halt.abort()
  }

  /** Stops where a sequential test has its answer. */
  #look(): void {
    const { sequential } = this.#parts.terms
    if (!sequential) return
    this.#standing = sequentialStanding(this.#plan, this.#ends, sequential)
    if (this.#standing.verdict !== 'undecided' && !this.#signal.aborted)
      this.#stopFor('not-needed', 'the sequential test has its answer')
  }

  async #held(planned: PlannedAttempt): Promise<AttemptEnd | Problem> {
    const script = scriptOf(planned, canaryOf(this.#parts.seed, planned))
    const talked = await this.#talk(script)
    if (!talked.ok) return endOf(planned, talked)
    return this.#scored(planned, script, talked.value)
  }

  async #talk(script: Script): Promise<Result<Completion[]>> {
    const { model, line } = this.#parts.target
    const messages: ChatMessage[] = [...script.opening]
    const answers: Completion[] = []
    for (const turn of script.turns) {
      messages.push({ role: 'user', content: turn })
      const answer = await line.ask(requestBody({ model, maxTokens: MAX_TOKENS }, messages, script.tools), this.#signal)
      if (!answer.ok) return answer
      answers.push(answer.value)
      messages.push(...afterAnswer(answer.value, script))
    }
    return ok(answers)
  }

  /** Every scorer has to be content. A judge is asked only where no other has found a failure. */
  async #scored(planned: PlannedAttempt, script: Script, answers: Completion[]): Promise<AttemptEnd | Problem> {
    const conversation: Conversation = { canary: script.canary, answers }
    const scores = planned.of.scorers.map((scorer) => ({
      name: scorerName(scorer),
      score: scoreOf(scorer, conversation),
    }))
    const failed = scores.filter(({ score }) => score === 'fail').map(({ name }) => name)
    if (failed.length > 0) return plainEnd(planned, 'fail', `failed: ${[...new Set(failed)].sort().join(', ')}`)
    if (scores.some(({ score }) => score === 'insufficient')) return plainEnd(planned, 'insufficient', 'no verdict')
    const judges = scores.flatMap(({ score }) => (typeof score === 'object' ? [score.judge] : []))
    for (const id of judges) {
      const judge = this.#parts.dataset.judges.find((one) => one.id === id)!
      const answer = answers.map(({ text }) => text).join('\n\n')
      const verdict = await this.#judged(judge, { asked: script.turns, answer, unit: planned })
      const end = endOf(planned, verdict)
      if ('code' in end) return end
      if (end.result !== 'pass') return { ...end, isJudged: true, note: end.note ?? `failed: judge ${id}` }
      if (!isAble(this.#skill.get(id))) return plainEnd(planned, 'insufficient', `judge ${id} is no better than chance`)
    }
    return { ...plainEnd(planned, 'pass', null), isJudged: judges.length > 0 }
  }

  async #judged(
    judge: Judge,
    { asked, answer, unit }: { asked: readonly string[]; answer: string; unit: Pick<AttemptEnd, 'key' | 'attempt'> },
  ): Promise<Result<'pass' | 'fail' | undefined>> {
    const { judge: by } = this.#parts
    if (!by) return err(problem('no-judge', 'a case waits for a judge, and none was named'))
    const mark = digestWord(this.#parts.seed, `mark ${unitOf(unit)}`).slice(0, MARK_BYTES)
    const messages = judgeQuestion(judge, { asked, answer, mark })
    const said = await by.line.ask(requestBody({ model: by.model, maxTokens: MAX_TOKENS }, messages), this.#signal)
    return said.ok ? ok(said.value.isRefused ? undefined : judgeVerdict(said.value.text)) : said
  }
}

const ERROR = 'error: '
/** Problems that hold a run up, and say nothing of an attempt. */
const holdUps = new Set(['aborted', 'budget-spent', 'not-approved', 'no-gateway', 'stopped', 'no-judge'])

/** An attempt's end, or why the run is held up. What went wrong on the way to an answer is no evidence either way. */
function endOf(
  unit: Pick<AttemptEnd, 'key' | 'attempt'>,
  verdict: Result<'pass' | 'fail' | undefined | Completion[]>,
): AttemptEnd | Problem {
  if (verdict.ok) {
    const word = verdict.value
    return word === 'pass' || word === 'fail'
      ? plainEnd(unit, word, null)
      : plainEnd(unit, 'insufficient', 'no verdict')
  }
  const { code } = verdict.error
  if (holdUps.has(code)) return verdict.error
  if (code === 'status-401' || code === 'status-403' || code === 'status-404')
    return problem(code, `${verdict.error.message}: check the address and the secret`)
  return plainEnd(unit, 'insufficient', `${ERROR}${code}`)
}

function plainEnd(
  { key, attempt }: Pick<AttemptEnd, 'key' | 'attempt'>,
  result: AttemptEnd['result'],
  note: string | null,
): AttemptEnd {
  return { key, attempt, result, note, isJudged: false }
}

/** Where a judge's word on an answer of known truth is kept. */
function calibrationKey(judge: string, at: number): string {
  return `\u0001judge ${judge} ${at}`
}

function countsOf({ id, calibration }: Judge, ends: ReadonlyMap<string, AttemptEnd>): JudgeCounts {
  const counts = { failing: 0, calledFailing: 0, passing: 0, calledPassing: 0 }
  for (const [at, { verdict }] of calibration.entries()) {
    const said = ends.get(unitOf({ key: calibrationKey(id, at), attempt: 1 }))?.result
    if (said !== 'pass' && said !== 'fail') continue
    if (verdict === 'fail') {
      counts.failing++
      if (said === 'fail') counts.calledFailing++
    } else {
      counts.passing++
      if (said === 'pass') counts.calledPassing++
    }
  }
  return counts
}

/** Youden's J of a judge as it was measured; of one that was not, nothing is believed. */
export function skillOf({ failing, calledFailing, passing, calledPassing }: JudgeCounts): number {
  return failing === 0 || passing === 0 ? 0 : Math.max(0, calledFailing / failing + calledPassing / passing - 1)
}

function isAble(counts: JudgeCounts | undefined): boolean {
  return counts !== undefined && skillOf(counts) > 0
}

const CANARY_LENGTH = 16

/** Another one for each attempt, and the same where a run is taken up. */
function canaryOf(seed: string, unit: Pick<AttemptEnd, 'key' | 'attempt'>): string {
  return digestWord(seed, `canary ${unitOf(unit)}`)
    .slice(0, CANARY_LENGTH)
    .toUpperCase()
}

function digestWord(seed: string, words: string): string {
  return createHmac('sha256', seed).update(words).digest('hex')
}
