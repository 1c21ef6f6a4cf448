import type { z } from 'zod'
import { accessLevelWords, saidOfWords, systemFieldWords } from '#contract/ai-system-words'
import { aiSystemChange, aiSystemRetirement, newAiSystem } from '#contract/ai-systems'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { AiRole, Autonomy } from '#core/vocabulary'
import { keyOfPart } from '#exposure/inventory'
import type { KeptAiSystem } from '#exposure/inventory/store'
import { editAiSystem, enterAiSystem, readAiSystem, retireAiSystem } from '#flows/ai-systems-by-hand'
import { recordSafeguards } from '#flows/record-safeguards'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import type { Runtime } from '../../runtime.ts'
import { issueWords } from '../../server/field-words.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { finish, print, say } from '../say.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE

interface Flags {
  dataDir?: string
  json?: boolean
}

interface SystemFlags extends Flags {
  name?: string
  owner?: string
  purpose?: string
  role?: AiRole
  autonomy?: Autonomy
  oversight?: string
  data?: string[]
  accessLevel?: number
  part?: string[]
}

/** `lunette ai add`: a person enters an AI system. */
export async function addSystem(id: string, flags: SystemFlags): Promise<number> {
  const parts = partsIn(flags.part ?? [])
  if (!parts.ok) return refuse(parts.error.message)
  const told = newAiSystem.safeParse({ id, ...wordsOf(flags), parts: parts.value })
  if (!told.success) return refuse(firstIssue(told.error))
  const { id: slug, ...said } = told.data
  const done = await withNewRuntime(flags, (runtime) =>
    kept(
      runtime,
      enterAiSystem(
        runtime,
        { workspaceId, by: actor, system: { slug, ...said } },
        audit(runtime, slug, 'ai-system.enter'),
      ),
    ),
  )
  if (!done.ok && done.error.code === 'system-exists') return refuse(done.error.message)
  return finish(done, (system) => print(system, systemWords(system).join('\n'), flags.json))
}

interface EditFlags extends SystemFlags {
  withoutPart?: string[]
  handBack?: string[]
}

/** `lunette ai edit`: a person says anew what it is; parts are added or replaced by kind and name. */
export async function editSystem(slug: string, flags: EditFlags): Promise<number> {
  const parts = partsIn(flags.part ?? [])
  if (!parts.ok) return refuse(parts.error.message)
  const told = aiSystemChange.safeParse({
    ...wordsOf(flags),
    ...(flags.handBack && { handBack: flags.handBack.map(saidKey) }),
  })
  const isPartsOnly = parts.value.length > 0 || flags.withoutPart !== undefined
  if (!told.success && !(isPartsOnly && Object.keys(wordsOf(flags)).length === 0 && !flags.handBack))
    return refuse(firstIssue(told.error))
  const { handBack = [], ...given } = told.success ? told.data : {}
  const done = await withRuntime(flags, async (runtime) => {
    const known = await readAiSystem(runtime, workspaceId, slug)
    if (!known) return err(problem('not-found', `there is no AI system "${slug}": ${commandLine('ai list')}`))
    const whole = isPartsOnly ? partsOf(known, parts.value, flags.withoutPart ?? []) : ok(undefined)
    if (!whole.ok) return whole
    const checked = aiSystemChange.safeParse({ ...given, ...(whole.value && { parts: whole.value }), handBack })
    if (!checked.success) return err(problem('bad-request', firstIssue(checked.error)))
    const { handBack: returned = [], ...rest } = checked.data
    const change = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    const edit = { workspaceId, by: actor, slug, change, handBack: returned, expected: known.revision }
    return kept(runtime, editAiSystem(runtime, edit, audit(runtime, slug, 'ai-system.edit')))
  })
  if (!done.ok && ['not-found', 'no-such-part', 'bad-request'].includes(done.error.code))
    return refuse(done.error.message)
  return finish(done, (system) => print(system, systemWords(system).join('\n'), flags.json))
}

interface RetireFlags extends Flags {
  because?: string
  takeBack?: boolean
}

/** `lunette ai retire`: it runs no more, or was entered by mistake; or that is taken back. */
export async function retireSystem(
  slug: string,
  { because, takeBack = false, ...flags }: RetireFlags,
): Promise<number> {
  if (takeBack === (because !== undefined))
    return refuse('say why it runs no more (--because "…"), or take that back (--take-back)')
  const told = aiSystemRetirement.safeParse({ because })
  if (!takeBack && !told.success) return refuse(firstIssue(told.error))
  const wanted = { workspaceId, by: actor, slug, because: told.data?.because ?? null, expected: undefined }
  const done = await withRuntime(flags, (runtime) =>
    kept(
      runtime,
      retireAiSystem(runtime, wanted, (work) =>
        recordAudit(work, {
          ...{ chain: workspaceId, at: runtime.clock(), actor, target: slug },
          ...{ action: takeBack ? 'ai-system.return' : 'ai-system.retire', detail: takeBack ? {} : { because } },
        }),
      ),
    ),
  )
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (system) => print(system, systemWords(system).join('\n'), flags.json))
}

function audit({ clock }: Runtime, target: string, action: string) {
  return (work: Parameters<typeof recordAudit>[0], what: string[]) =>
    recordAudit(work, { chain: workspaceId, at: clock(), actor, action, target, detail: { what } })
}

async function kept(runtime: Runtime, doing: Promise<Result<KeptAiSystem>>): Promise<Result<KeptAiSystem>> {
  const done = await doing
  if (done.ok) await recordSafeguards(runtime, workspaceId)
  return done
}

/** An empty word takes back what was said: nobody, nothing. */
function wordsOf({ name, owner, purpose, role, autonomy, oversight, data, accessLevel }: SystemFlags) {
  const said = {
    ...{ name, purpose, role, autonomy, accessLevel },
    ...{ owner: owner === '' ? null : owner, oversight: oversight === '' ? null : oversight },
    dataClasses: data?.filter((one) => one !== ''),
  }
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

type Part = z.input<typeof newAiSystem>['parts'] extends (infer One)[] | undefined ? One : never
const partFields = ['kind', 'name', 'version', 'vendor', 'purl', 'level', 'asset', 'endpoint', 'behind']

/** `kind=model,name=gpt,level=3` … */
function partsIn(texts: readonly string[]): Result<Part[]> {
  const parts: Part[] = []
  for (const text of texts) {
    const pairs = text.split(',').map((pair) => pair.split(/=(.*)/s).map((word) => word.trim()))
    const odd = pairs.find(([field = '', value]) => !partFields.includes(field) || !value)
    if (odd)
      return err(problem('bad-request', `"${text}": a part is field=value, apart by commas: ${partFields.join(', ')}`))
    const { level, asset: _, ...words } = Object.fromEntries(pairs) as Record<string, string>
    const assets = pairs.flatMap(([field, value]) => (field === 'asset' ? [value!] : []))
    parts.push({ ...words, assets, ...(level && { accessLevel: Number(level) }) } as Part)
  }
  return ok(parts)
}

function partsOf({ parts: known }: KeptAiSystem, given: Part[], without: readonly string[]): Result<Part[]> {
  const gone = new Set(without.map((words) => `part ${words}`))
  const missing = [...gone].find((key) => !known.some((part) => keyOfPart(part) === key))
  if (missing)
    return err(problem('no-such-part', `it has no ${saidOfWords(missing)}: name a part by its kind and name`))
  const anew = new Set(given.map(keyOfPart))
  const stay = known.filter((part) => !gone.has(keyOfPart(part)) && !anew.has(keyOfPart(part)))
  return ok([...stay.map(({ bom: _, ...part }) => part), ...given])
}

/** `access-level` and `data` as fields are called inside; anything else is a part's kind and name. */
function saidKey(words: string): string {
  const field = { 'access-level': 'accessLevel', data: 'dataClasses' }[words] ?? words
  return field in systemFieldWords ? field : `part ${words}`
}

function systemWords(system: KeptAiSystem): string[] {
  const { slug, name, owner, purpose, role, autonomy, oversight, dataClasses, accessLevel, parts, said, retired } =
    system
  const by = (what: string) => (said[what] ? `   (by hand: ${said[what].by}, ${said[what].at.slice(0, 10)})` : '')
  return [
    `${slug}: ${name}${by('name')}`,
    ...(retired ? [`  retired       ${retired.because} (${retired.by}, ${retired.at.slice(0, 10)})`] : []),
    `  purpose       ${purpose}${by('purpose')}`,
    `  owner         ${owner ?? 'nobody'}${by('owner')}`,
    `  role          ${role}${by('role')}`,
    `  autonomy      ${autonomy}${by('autonomy')}`,
    `  oversight     ${oversight ?? 'unknown'}${by('oversight')}`,
    `  data          ${dataClasses.join(', ') || 'unknown'}${by('dataClasses')}`,
    `  access level  ${accessLevel === null ? 'unknown' : accessLevelWords(accessLevel)}${by('accessLevel')}`,
    ...parts.map(
      (part) =>
        `  ${part.kind.padEnd(12)}  ${part.name}${part.version ? ` ${part.version}` : ''}${by(keyOfPart(part))}`,
    ),
  ]
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  return issue ? issueWords(issue) : 'it is not valid'
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
