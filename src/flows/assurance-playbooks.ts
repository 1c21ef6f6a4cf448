import { type AssuranceCase, type Playbook, readPlaybook, readyPlaybooks, whyProposed } from '#assurance/incidents'
import {
  addCaseChange,
  addPlaybookVersion,
  readPlaybooks,
  runningPlaybooks,
  type StoredPlaybook,
  startPlaybook,
  tickStep,
} from '#assurance/incidents/store'
import { err, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import { type Acting, caseFor, openCaseFor } from './case-access.ts'
import { reviewTooEarly } from './case-changes.ts'
import type { FlowContext } from './context.ts'

type PlaybookContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** A playbook as it is now; version 0 is one of ours that nobody here has changed or run. */
export type CurrentPlaybook = Omit<StoredPlaybook, 'madeAt'> & { madeAt: string | null }

/** The same with what it says: its text without the front matter, and for which cases it is proposed. */
export type ShownPlaybook = CurrentPlaybook & Pick<Playbook, 'text' | 'when'>

const proposesNothing = { kinds: [], patterns: [], systems: [], controls: [], words: [] }

function shown(one: CurrentPlaybook): ShownPlaybook {
  const read = readPlaybook(one.body)
  // What was kept under rules of before is shown as it was written.
  return read.ok
    ? { ...one, text: read.value.text, when: read.value.when }
    : { ...one, text: one.body, when: proposesNothing }
}

/** Every playbook in its newest version, by title. */
export async function listPlaybooks({ database }: Pick<PlaybookContext, 'database'>, workspaceId: string) {
  return (await database.inWorkspace(workspaceId, current)).map(shown)
}

async function current(work: InTransaction): Promise<CurrentPlaybook[]> {
  const stored = await readPlaybooks(work)
  const own = new Set(stored.map(({ id }) => id))
  const ready = [...readyPlaybooks()].filter(([id]) => !own.has(id)).map(([id, body]) => readyOne(id, body))
  return [...stored, ...ready].sort((a, b) => a.title.localeCompare(b.title))
}

function readyOne(id: string, body: string): CurrentPlaybook {
  const read = readPlaybook(body)
  return { id, version: 0, title: read.ok ? read.value.title : id, body, madeBy: 'Lunette', madeAt: null }
}

/** One playbook with all its versions, newest first; `undefined` when there is none of that id. */
export async function versionsOf(
  { database }: Pick<PlaybookContext, 'database'>,
  workspaceId: string,
  id: string,
): Promise<ShownPlaybook[] | undefined> {
  const stored = await database.inWorkspace(workspaceId, (work) => readPlaybooks(work, id))
  const ready = readyPlaybooks().get(id)
  const all = [...stored, ...(ready === undefined ? [] : [readyOne(id, ready)])]
  return all.length === 0 ? undefined : all.map(shown)
}

/** A playbook as somebody writes it; `because` makes it a change of a case. */
export interface WrittenPlaybook {
  id: string
  body: string
  because?: {
    caseId: string
    controlId: string
    regressionKey: string | null
    owner: string | null
    nextReview: string | null
  }
}

/**
 * Keeps a further version of a playbook; the same text again is none. Because of a case it is one of the changes that close
 * it, under the same proof as any other. Problems: `not-a-playbook`, and those of working on the case.
 */
export async function writePlaybook(
  { database, clock }: PlaybookContext,
  { workspaceId, by, readsAll = false }: Acting,
  { id, body, because }: WrittenPlaybook,
  alongside: Alongside<{ id: string; version: number }>,
): Promise<Result<{ id: string; version: number; unchanged: boolean }>> {
  const read = readPlaybook(body)
  if (!read.ok) return read
  const now = clock()
  const early = reviewTooEarly(because?.nextReview, now)
  if (early) return err(early)
  return database.inWorkspace(workspaceId, async (work) => {
    if (because) {
      const found = await openCaseFor(work, because.caseId, { name: by, readsAll })
      if (!found.ok) return found
      if (!found.value.barriers.some(({ controlId }) => controlId === because.controlId))
        return err(problem('no-such-control', `nobody said what ${because.controlId} did in this case`))
    }
    const [newest] = await readPlaybooks(work, id)
    if ((newest?.body ?? readyPlaybooks().get(id)) === body)
      return because
        ? err(problem('not-a-playbook', 'its text is as it was: a change changes something'))
        : ok({ id, version: newest?.version ?? 0, unchanged: true })
    if (newest === undefined) await keepReady(work, workspaceId, id, now)
    const version = await addPlaybookVersion(work, workspaceId, { id, title: read.value.title, body }, { by, now })
    if (because) {
      const { caseId, ...rest } = because
      const what = `version ${version} of the playbook "${read.value.title}"`
      const change = { ...rest, kind: 'playbook' as const, what, madeAt: now, madeBy: by, until: null }
      await addCaseChange(work, workspaceId, caseId, { ...change, playbook: { id, version } })
    }
    await alongside(work, { id, version })
    return ok({ id, version, unchanged: false })
  })
}

/** One of ours becomes version 1 of the workspace before anything is built on it. */
async function keepReady(
  work: InTransaction,
  workspaceId: string,
  id: string,
  now: string,
): Promise<number | undefined> {
  const body = readyPlaybooks().get(id)
  if (body === undefined) return undefined
  return addPlaybookVersion(work, workspaceId, { id, title: readyOne(id, body).title, body }, { by: 'Lunette', now })
}

/** The playbooks that a case runs, and those that are proposed for it, with why. Problems: `not-found`, `not-allowed`. */
export async function playbooksFor(
  { database }: Pick<PlaybookContext, 'database'>,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
) {
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await caseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const running = await runningPlaybooks(work, caseId)
    const runs = new Set(running.map(({ playbookId }) => playbookId))
    const all = await current(work)
    const others = all.filter(({ id }) => !runs.has(id))
    return ok({
      running: running.flatMap(({ body, ...run }) => {
        const read = readPlaybook(body)
        return read.ok
          ? [{ ...run, title: read.value.title, intro: read.value.intro, sections: read.value.sections }]
          : []
      }),
      proposed: others
        .map((one) => ({ one, ...proposal(one, found.value) }))
        // The one that fits by most: of as many, by title.
        .sort((a, b) => b.marks - a.marks)
        .map(({ one: { id, title }, why }) => ({ id, title, why })),
    })
  })
}

function proposal({ body }: CurrentPlaybook, one: AssuranceCase) {
  const read = readPlaybook(body)
  return read.ok ? whyProposed(read.value, one) : { why: [], marks: 0 }
}

/** Lets a case run a playbook in its newest version. Problems: `not-found`, `case-closed`, `not-allowed`. */
export async function runPlaybook(
  { database, clock }: PlaybookContext,
  { workspaceId, by, readsAll = false }: Acting,
  caseId: string,
  playbookId: string,
  alongside: Alongside<{ playbookId: string; version: number }>,
): Promise<Result<{ playbookId: string; version: number }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await openCaseFor(work, caseId, { name: by, readsAll })
    if (!found.ok) return found
    const [newest] = await readPlaybooks(work, playbookId)
    const version = newest?.version ?? (await keepReady(work, workspaceId, playbookId, now))
    if (version === undefined) return err(problem('not-found', `there is no playbook "${playbookId}"`))
    await startPlaybook(work, workspaceId, { caseId, playbookId, version }, { by, now })
    await alongside(work, { playbookId, version })
    return ok({ playbookId, version })
  })
}

/** Ticks a step, or takes the tick back. Problems: `not-found`, `case-closed`, `not-allowed`. */
export async function tick(
  { database, clock }: PlaybookContext,
  { workspaceId, by, readsAll = false }: Acting,
  step: { caseId: string; playbookId: string; position: number; done: boolean; note: string | null },
  alongside: Alongside<{ position: number }>,
): Promise<Result<{ position: number }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const found = await openCaseFor(work, step.caseId, { name: by, readsAll })
    if (!found.ok) return found
    const run = (await runningPlaybooks(work, step.caseId)).find(({ playbookId }) => playbookId === step.playbookId)
    const read = run && readPlaybook(run.body)
    const steps = read?.ok ? read.value.sections.flatMap((section) => section.steps) : []
    if (!steps.some(({ position }) => position === step.position))
      return err(problem('not-found', 'the case runs no playbook with such a step'))
    await tickStep(work, workspaceId, step, { by, now: clock() })
    await alongside(work, { position: step.position })
    return ok({ position: step.position })
  })
}
