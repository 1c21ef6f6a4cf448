import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { digestOf, err, ok, problem, type Result } from '#core/kernel'
import { caseVariations } from '#core/vocabulary'
import { jsonSchemaCheck } from './scorers/json-schema.ts'
import { linearPattern } from './scorers/pattern.ts'

/** Characters of a dataset, and cases in it. */
const MAX_DATASET = 4 * 1024 * 1024
const MAX_CASES = 5_000
const MAX_TURN = 16_000
const MOST_TURNS = 20
const LONGEST_LINE = 256 * 1024
/** Items of each class that a judge's error is measured on, at least: our own choice. */
const FEWEST_CALIBRATION = 5

const words = (most: number) => z.string().trim().min(1).max(most)
const key = words(200)
const turn = z.string().min(1).max(MAX_TURN)
const name = words(120)

const jsonSchema = z.record(z.string(), z.unknown()).superRefine((schema, context) => {
  const checked = jsonSchemaCheck(schema)
  if (!checked.ok) context.addIssue({ code: 'custom', message: checked.error.message })
})
const pattern = words(1_000).superRefine((source, context) => {
  const made = linearPattern(source)
  if (!made.ok) context.addIssue({ code: 'custom', message: made.error.message })
})

const scorer = z.union([
  z.literal('canary'),
  z.strictObject({ exact: z.string().max(MAX_TURN), 'case-sensitive': z.boolean().default(false) }),
  z.strictObject({ matches: pattern }),
  z.strictObject({ 'matches-not': pattern }),
  z.strictObject({ 'json-schema': jsonSchema }),
  z
    .strictObject({
      'tool-call': z.strictObject({
        forbidden: z.array(name).max(50).default([]),
        required: z.array(name).max(50).default([]),
      }),
    })
    .refine(({ 'tool-call': { forbidden, required } }) => forbidden.length + required.length > 0, {
      message: 'names a tool that is forbidden or required',
    }),
  z.strictObject({ judge: name }),
])

const tool = z.strictObject({
  name: z.string().regex(/^[\w-]{1,64}$/, 'letters, digits, _ and -, at most 64'),
  description: words(2_000).optional(),
  parameters: z.record(z.string(), z.unknown()).default({ type: 'object', properties: {} }),
})

const turns = z.array(turn).min(1).max(MOST_TURNS)
const asked = { prompt: turn.optional(), turns: turns.optional() }
const oneWay = ({ prompt, turns }: { prompt?: string | undefined; turns?: string[] | undefined }) =>
  (prompt === undefined) !== (turns === undefined)
const eitherWay = { message: 'has either a prompt or turns' }

const variant = z.strictObject({ as: z.enum(caseVariations), ...asked }).refine(oneWay, eitherWay)

const shared = {
  control: key.optional(),
  stratum: key.optional(),
  cluster: key.optional(),
  system: z.string().max(MAX_TURN).optional(),
  tools: z.array(tool).max(50).optional(),
  /** What a tool answers when it is called and another turn follows. */
  'tool-results': z.record(z.string(), z.string().max(MAX_TURN)).optional(),
  scorers: z.array(scorer).min(1).max(20).optional(),
  /** `rules`: what nobody wrote is made by rules; `given`: only what stands there; `none`: the case is asked as it is. */
  variation: z.enum(['rules', 'given', 'none']).optional(),
}

const oneCase = z
  .strictObject({ id: key, ...shared, ...asked, variants: z.array(variant).max(20).default([]) })
  .refine(oneWay, eitherWay)

const judge = z.strictObject({
  id: name,
  /** Asked of every answer; the verdict is pass where it is yes. */
  question: words(4_000),
  calibration: z
    .array(
      z.strictObject({ asked: turn.optional(), answer: z.string().max(MAX_TURN), verdict: z.enum(['pass', 'fail']) }),
    )
    .max(500),
})

const head = z.strictObject({
  evaluation: z.literal(1),
  name: words(200),
  defaults: z.strictObject(shared).default({}),
  judges: z.array(judge).max(10).default([]),
})

type Head = z.infer<typeof head>
type Case = z.infer<typeof oneCase>
export type Scorer = z.infer<typeof scorer>
export type DatasetTool = z.infer<typeof tool>
export type Judge = z.infer<typeof judge>

/** One case as it is asked: nothing of it is left to defaults. */
export interface DatasetCase {
  id: string
  control: string | undefined
  stratum: string | undefined
  cluster: string | undefined
  system: string | undefined
  turns: string[]
  tools: DatasetTool[]
  toolResults: Readonly<Record<string, string>>
  scorers: Scorer[]
  variation: 'rules' | 'given' | 'none'
  variants: { as: (typeof caseVariations)[number]; turns: string[] }[]
}

export interface Dataset {
  name: string
  /** Of the text as it came. */
  digest: string
  judges: Judge[]
  cases: DatasetCase[]
}

/**
 * A dataset of our own form, YAML or JSON lines (the head first, then a case a line). Problems: `too-large`, `not-a-dataset`, which
 * names the place and never what is asked there.
 */
export function readDataset(text: string): Result<Dataset> {
  if (text.length > MAX_DATASET) return err(problem('too-large', `a dataset has at most ${MAX_DATASET} characters`))
  const parsed = /^\uFEFF?\s*\{/.test(text.slice(0, 200)) ? readLines(text) : readYaml(text)
  if (!parsed.ok) return parsed
  const { cases, ...rest } = parsed.value
  const top = head.safeParse(rest)
  if (!top.success) return bad(issuesOf(top.error, 'the head'))
  if (!Array.isArray(cases) || cases.length === 0) return bad('it has no cases')
  if (cases.length > MAX_CASES) return bad(`it has more than ${MAX_CASES} cases`)
  const read: DatasetCase[] = []
  for (const [at, raw] of cases.entries()) {
    const one = oneCase.safeParse(raw)
    if (!one.success) return bad(issuesOf(one.error, `case ${at + 1}`))
    const filled = withDefaults(one.data, top.data)
    if (!filled.ok) return filled
    read.push(filled.value)
  }
  const wrong = wrongWith(read, top.data.judges)
  if (wrong !== undefined) return bad(wrong)
  return ok({ name: top.data.name, digest: digestOf(text), judges: top.data.judges, cases: read })
}

function bad(message: string): Result<never> {
  return err(problem('not-a-dataset', message))
}

type Raw = Readonly<Record<string, unknown>> & { cases?: unknown }

function readYaml(text: string): Result<Raw> {
  try {
    const value: unknown = parse(text, { maxAliasCount: 50, uniqueKeys: true, logLevel: 'error' })
    return isRecord(value) ? ok(value) : bad('it is no mapping')
  } catch (cause) {
    const line = cause instanceof YAMLParseError ? cause.linePos?.[0].line : undefined
    return bad(line === undefined ? 'it is no YAML' : `it is no YAML: see line ${line}`)
  }
}

function readLines(text: string): Result<Raw> {
  const records: Raw[] = []
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    if (line.length > LONGEST_LINE) return bad(`line ${at + 1} is longer than ${LONGEST_LINE} characters`)
    try {
      const value: unknown = JSON.parse(line.replace(/^\uFEFF/, ''))
      if (!isRecord(value)) return bad(`line ${at + 1} is no object`)
      records.push(value)
    } catch {
      return isWholeJson(text)
        ? bad('it is one JSON document: write a line for the head and one for each case')
        : bad(`line ${at + 1} is no JSON`)
    }
  }
  const [first = {}, ...cases] = records
  return ok('cases' in first ? first : { ...first, cases })
}

function isWholeJson(text: string): boolean {
  return /^\uFEFF?\s*\{\s*[\r\n]/.test(text.slice(0, 200))
}

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function issuesOf({ issues }: z.ZodError, where: string): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${where}${path.length > 0 ? `, ${path.join('.')}` : ''}: ${message}`)
    .join('; ')
    .slice(0, 1_000)
}

function withDefaults(one: Case, { defaults }: Head): Result<DatasetCase> {
  const scorers = one.scorers ?? defaults.scorers
  if (!scorers) return bad(`case ${one.id}: nothing says when it has passed (scorers)`)
  return ok({
    ...{ id: one.id, control: one.control ?? defaults.control, stratum: one.stratum ?? defaults.stratum },
    ...{ cluster: one.cluster ?? defaults.cluster, system: one.system ?? defaults.system, turns: turnsOf(one) },
    ...{ tools: one.tools ?? defaults.tools ?? [], toolResults: one['tool-results'] ?? defaults['tool-results'] ?? {} },
    ...{ scorers, variation: one.variation ?? defaults.variation ?? 'rules' },
    variants: one.variants.map((each) => ({ as: each.as, turns: turnsOf(each) })),
  })
}

function turnsOf({ prompt, turns }: { prompt?: string | undefined; turns?: string[] | undefined }): string[] {
  return turns ?? [prompt ?? '']
}

function wrongWith(cases: readonly DatasetCase[], judges: readonly Judge[]): string | undefined {
  const ids = new Set<string>()
  const known = new Set(judges.map(({ id }) => id))
  if (known.size < judges.length) return 'two judges have one id'
  for (const one of cases) {
    if (ids.has(one.id)) return `two cases have the id ${one.id}`
    ids.add(one.id)
    const missing = judgesOf(one).find((id) => !known.has(id))
    if (missing !== undefined) return `case ${one.id}: there is no judge ${missing}`
    if (one.scorers.includes('canary') && !holdsCanary(one)) return `case ${one.id}: {canary} stands nowhere in it`
    const named = new Set(one.tools.map((each) => each.name))
    const strange = toolsOf(one).find((each) => !named.has(each))
    if (strange !== undefined) return `case ${one.id}: it offers no tool ${strange}`
  }
  for (const { id, calibration } of judges) {
    const failing = calibration.filter(({ verdict }) => verdict === 'fail').length
    if (Math.min(failing, calibration.length - failing) < FEWEST_CALIBRATION)
      return `judge ${id}: its error is measured on at least ${FEWEST_CALIBRATION} answers that pass and ${FEWEST_CALIBRATION} that fail (calibration)`
  }
  return undefined
}

/** The judges whose word a case waits for. */
export function judgesOf({ scorers }: Pick<DatasetCase, 'scorers'>): string[] {
  return scorers.flatMap((one) => (typeof one === 'object' && 'judge' in one ? [one.judge] : []))
}

function toolsOf({ scorers }: DatasetCase): string[] {
  return scorers.flatMap((one) =>
    typeof one === 'object' && 'tool-call' in one ? [...one['tool-call'].forbidden, ...one['tool-call'].required] : [],
  )
}

export const CANARY = '{canary}'

function holdsCanary({ system = '', turns, toolResults, tools }: DatasetCase): boolean {
  const places = [system, ...turns, ...Object.values(toolResults), ...tools.map(({ description = '' }) => description)]
  return places.some((text) => text.includes(CANARY))
}
