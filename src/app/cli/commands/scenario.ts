import { stringify } from 'yaml'
import { type ReadyScenario, readyScenarios } from '#assurance/threats'
import {
  appetiteWords,
  causeName,
  leftWords,
  movedWords,
  pastLayers,
  productOf,
  reachWords,
  toldDrivers,
} from '#contract/assurance-words'
import { factorWords, inHundred, statedFrequency } from '#contract/number-words'
import type { MovementRow, ScenarioRow } from '#contract/scenario-rows'
import { commandLine, err, ok, problem } from '#core/kernel'
import { assessAssurance } from '#flows/assurance'
import { startScenario } from '#flows/assurance-scenarios'
import { movementsOfScenario } from '#flows/scenario-movements'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { movementRowsOf, scenarioRowOf } from '../../assurance-rows.ts'
import { registerFiles } from '../../register-files.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { putOut, refusedOutput } from '../output-file.ts'
import { columns, finish, print, say } from '../say.ts'
import { version } from '../version.ts'

const actor = 'command line'
const workspaceId = DEFAULT_WORKSPACE

interface Flags {
  dataDir?: string
  json?: boolean
}

/** `lunette scenario ready`: what one can start from. It needs neither an installation nor a network. */
export async function listReady(id: string | undefined, flags: Flags & { yaml?: boolean }): Promise<number> {
  const chosen = readyScenarios.filter((one) => id === undefined || one.id === id)
  if (chosen.length === 0) return refuse(`there is no ready-made scenario "${id}": ${commandLine('scenario ready')}`)
  if (flags.yaml) {
    process.stdout.write(registerOf(chosen))
    return exitCodes.clean
  }
  const rows = chosen.map((one) => [one.id, String(one.barriers.length), one.title])
  const text = id === undefined ? columns(['ready-made', 'barriers', 'title'], rows) : readyWords(chosen[0]!)
  print(chosen, text, flags.json)
  return exitCodes.clean
}

function readyWords(ready: ReadyScenario): string {
  return [
    ...[ready.title, ready.about, '', `harm: ${ready.harm}`],
    ...[`set off by: ${ready.initiators.join('; ')}`, `where: ${ready.enabling.join('; ')}`],
    ...ready.barriers.map(
      ({ control, layer, causes }, place) =>
        `${place + 1} ${layer}: ${control.name} (${control.id}): ${control.claim}${causes.length > 0 ? ` [${causes.join(', ')}]` : ''}`,
    ),
    `techniques: ${ready.techniques.join(', ')}`,
    ...ready.toFindOut.map((what) => `to find out: ${what}`),
  ].join('\n')
}

/** A part of an `ai-register.yaml`, for who keeps the register in a repository. */
function registerOf(chosen: readonly ReadyScenario[]): string {
  const controls = new Map(chosen.flatMap(({ barriers }) => barriers.map(({ control }) => [control.id, control])))
  return stringify(
    {
      'ai-register': 1,
      controls: [...controls.values()],
      scenarios: chosen.map(({ id, title, harm, initiators, enabling, barriers, techniques }) => ({
        ...{ id, title, harm, initiators, enabling: enabling.map((condition) => ({ condition })), techniques },
        barriers: barriers.map(({ control, layer, causes }) => ({ control: control.id, layer, causes })),
      })),
    },
    { aliasDuplicateObjects: false },
  )
}

interface StartFlags extends Flags {
  id?: string
  owner?: string
  control?: string[]
  without?: string[]
}

/** `lunette scenario start`: a ready-made scenario becomes one of the register. */
export async function start(ready: string, flags: StartFlags): Promise<number> {
  const pairs = (flags.control ?? []).map((pair) => pair.split('=', 2))
  const wrong = pairs.find(([proposed, here]) => !proposed || !here)
  if (wrong) return refuse(`--control ${wrong.join('=')}: say <proposed>=<one of yours>`)
  const proposed = new Set(
    readyScenarios.find(({ id }) => id === ready)?.barriers.map(({ control }) => control.id) ?? [],
  )
  const named = [...pairs.map(([one]) => one!), ...(flags.without ?? [])]
  const unknown = named.find((one) => proposed.size > 0 && !proposed.has(one))
  if (unknown) return refuse(`${ready} proposes no control "${unknown}": ${commandLine(`scenario ready ${ready}`)}`)
  const controls = Object.fromEntries([...pairs, ...(flags.without ?? []).map((one) => [one, null])])
  const done = await withNewRuntime(flags, (runtime) =>
    startScenario(runtime, workspaceId, { ready, id: flags.id, owner: flags.owner, controls }, (work, made) =>
      recordAudit(work, {
        ...{ chain: workspaceId, at: runtime.clock(), actor, action: 'scenario.start', target: made.id },
        detail: { ready, controls: made.controls },
      }),
    ),
  )
  if (!done.ok && ['not-found', 'scenario-exists', 'no-such-control'].includes(done.error.code))
    return refuse(done.error.message)
  return finish(done, (made) => {
    const controlWords =
      made.controls.length > 0 ? `made and still unknown: ${made.controls.join(', ')}` : 'no control was new'
    print(made, `${made.id} is in the register; ${controlWords}`, flags.json)
  })
}

/** `lunette scenario show`: one scenario with its barriers. */
export async function showScenario(id: string, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const { controls, scenarios } = await assessAssurance(runtime, workspaceId)
    const found = scenarios.find((one) => one.id === id)
    if (!found) return err(problem('not-found', `there is no scenario "${id}": ${commandLine('scenario list')}`))
    const movements = await movementsOfScenario(runtime, workspaceId, found)
    return ok({ ...scenarioRowOf(found, controls), movements: movementRowsOf(movements) })
  })
  if (!done.ok && done.error.code === 'not-found') return refuse(done.error.message)
  return finish(done, (scenario) =>
    print(scenario, [scenarioWords(scenario), ...movementWords(scenario)].join('\n'), flags.json),
  )
}

/** When it moved, newest first, with all that moved it. */
function movementWords(scenario: ScenarioRow & { movements: readonly MovementRow[] }): string[] {
  const { movements } = scenario
  if (movements.length === 0) return ['it never moved']
  return [
    'how it moved, by what was known when:',
    ...movements.flatMap(({ at, from, to, drivers }) => [
      `- ${momentWords(at)}: ${movedWords(scenario, from, to)}`,
      ...toldDrivers(drivers).map((one) => `    ${one.because}${aboutWords(one)}${failureWords(one)}`),
    ]),
  ]
}

function aboutWords({ late, seen }: MovementRow['drivers'][number]): string {
  if (!late || seen === null) return ''
  const [from, to] = [seen.from.slice(0, 10), seen.to.slice(0, 10)]
  return `, recorded then about ${from === to ? from : `${from} to ${to}`}`
}

function failureWords({ failure }: MovementRow['drivers'][number]): string {
  if (failure === null) return ''
  const [before, after] = [inHundred(failure.from, 'up'), inHundred(failure.to, 'up')]
  return before === after ? '' : ` (lets through ${before} → ${after})`
}

function momentWords(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}

function scenarioWords(one: ScenarioRow): string {
  const { residual, attempts, consequence } = one
  const reach = reachWords(one)
  return [
    `${one.title} (${one.id})`,
    `harm: ${one.harm}`,
    ...(one.initiators.length > 0 ? [`set off by: ${one.initiators.join('; ')}`] : []),
    `attempts: ${attempts ? `${statedFrequency(attempts.value)} (${attempts.basis})` : 'unknown'}`,
    ...one.enabling.map(
      ({ condition, probability }) =>
        `where ${condition}: ${probability ? factorWords(probability.value) : 'unknown, counts as always'}`,
    ),
    ...one.barriers.map(
      ({ layer, name, state, failure }, place) =>
        `${place + 1} ${layer}: ${name}: ${state}, ${failure >= 1 ? 'credited nothing' : `lets at most ${inHundred(failure, 'up')} through`}`,
    ),
    ...residual.groups.flatMap(causeWords),
    ...(one.barriers.length > 0 ? [`past its layers: ${factorWords(pastLayers(one))}`] : []),
    `harm follows: ${consequence ? factorWords(consequence.value) : 'unknown, counts as always'}`,
    `left over: ${productOf(one)}, rounded up ${leftWords(one)}, ${appetiteWords(one)}${reach === '' ? '' : ` (${reach})`}`,
    ...(one.techniques.length > 0 ? [`techniques: ${one.techniques.join(', ')}`] : []),
  ].join('\n')
}

/** What several barriers share, and what that is known from. */
function causeWords({ causes, members, beta, measured }: ScenarioRow['residual']['groups'][number]): string[] {
  if (members.length < 2) return []
  const basis = measured
    ? `measured, upper bound: ${measured.together} of ${measured.cases} cases failed at all of them, best estimate ${inHundred(measured.point)}, holds until ${measured.holdsUntil.slice(0, 10)}`
    : 'assumed: nobody measured it with the same cases'
  const places = members.map((place) => place + 1).join(', ')
  return [`${places} share ${causes.map(causeName).join(', ')}: ${inHundred(beta, 'up')} failures together (${basis})`]
}

/** `lunette scenario export`: the register as a file. */
export async function exportRegister(flags: Flags & { format: 'csv' | 'oscal'; output?: string }): Promise<number> {
  const refused = await refusedOutput(flags.output)
  if (refused !== undefined) return refuse(refused)
  const done = await withRuntime(flags, async (runtime) => {
    const about = { workspaceId, workspaceName: '', at: runtime.clock(), version }
    return ok(registerFiles[flags.format].text(await assessAssurance(runtime, workspaceId), about))
  })
  if (!done.ok) return finish(done, () => {})
  await putOut(flags.output, done.value)
  return exitCodes.clean
}

function refuse(message: string): number {
  say(message)
  return exitCodes.usage
}
