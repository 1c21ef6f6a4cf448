import type { Transaction } from 'kysely'
import { kindWord } from '#contract/asset-kind-words'
import { metadataWords } from '#contract/metadata-words'
import { provenOtherwise } from '#contract/proof-words'
import { exclusionWords, nowhereWords } from '#contract/scope-words'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import { parseAddress, parseRange } from '#core/network'
import type { NamedAsset } from '#core/vocabulary'
import {
  approvalNotes,
  challengeOf,
  isName,
  isProven,
  missingProof,
  type ProofMethod,
  pastedHost,
  type ScopeRuling,
  seedOf,
  seedsOf,
} from '#exposure/surface'
import {
  addRange,
  addSeed,
  approveName,
  askProof,
  dropUnproven,
  isKnownHere,
  isSeenHere,
  keepProofCheck,
  readDiscoverySettings,
  readScope,
  removeSeed,
  ruleAsset,
  withdrawName,
  withdrawProof,
  withdrawRange,
  withdrawRuling,
} from '#exposure/surface/store'
import { type LookedUpName, lookUpName, nameExists, nowhereSeeds } from '#flows/look-up-name'
import { checkProof } from '#flows/prove-scope'
import { DEFAULT_WORKSPACE, type NoTables } from '#platform/database'
import { readScopeDocument } from '#views/scope'
import { proofTerms } from '../../probe-terms.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print } from '../say.ts'
import { changeScope } from '../scope-change.ts'

interface Flags {
  dataDir?: string
  json?: boolean
}

const methodWords: Readonly<Record<ProofMethod, string>> = {
  'dns-txt': 'DNS record',
  'well-known': 'file on its web server',
  attestation: 'your word',
}

interface BecauseFlags extends Flags {
  because?: string
}

/** `lunette scope list`: what discovery may touch, and who said so. */
export async function list(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await readScopeDocument(database, DEFAULT_WORKSPACE)),
  )
  return finish(done, (scope) => {
    const rows = [
      ...scope.seeds.map(({ kind, name }) => ['seed', name, kindWord(kind), '', '']),
      ...scope.ranges.map(({ kind, range, statement, madeBy }) => [kind, range, '', madeBy, statement]),
      ...scope.names.map(({ name, addresses, waiting, approvedBy }) => [
        ...['name', name, addresses.join(' '), approvedBy],
        waiting.length > 0 ? `waiting: ${waiting.join(' ')}` : '',
      ]),
      ...scope.proofs.map((proof) => {
        const { name, method, state, askedBy, detail, statement } = proof
        const instead = provenOtherwise(proof, scope.proofs)
        if (instead)
          return ['proof', name, `${methodWords[method]}: not needed`, askedBy, `proven by ${methodWords[instead]}`]
        return ['proof', name, `${methodWords[method]}: ${state}`, askedBy, detail ?? statement ?? '']
      }),
      ...scope.rulings.map(({ name, standing, branch, madeBy, reason }) => [
        ...['ruling', name, branch ? `${standing}, with its branch` : standing, madeBy, reason ?? ''],
      ]),
    ]
    const text =
      rows.length === 0
        ? `nothing is in scope: ${commandLine('scope add <domain>')}`
        : columns(['what', 'name', 'is', 'by', 'why'], rows)
    print(scope, text, flags.json)
  })
}

interface AddFlags extends Flags {
  /** Also what no resolver knows. */
  anyway?: boolean
}

/** `lunette scope add`: where discovery starts. It approves nothing. */
export async function add(name: string, { anyway = false, ...flags }: AddFlags): Promise<number> {
  const done = await withNewRuntime(flags, (runtime) => addChecked(runtime, name, anyway))
  return finish(done, (seed) => {
    const is = seed.already ? 'a seed already: nothing changed' : 'a seed: it approves no probe yet'
    const nowhere = seed.exists === false ? [noSuchName(seed.name)] : []
    const warned = metadataWords(seed.name) ?? []
    print(seed, [`${seed.name} (${kindWord(seed.kind)}) is ${is}`, ...nowhere, warned].flat().join('\n'), flags.json)
  })
}

async function addChecked(runtime: Runtime, name: string, anyway: boolean) {
  const wanted = seedsOf([name])
  if (!wanted.ok) return wanted
  const { database } = runtime
  const [nowhere] = await nowhereSeeds(database, DEFAULT_WORKSPACE, wanted.value, async (host) =>
    nameExists(await proofTerms(runtime), DEFAULT_WORKSPACE, host),
  )
  if (nowhere && !nowhere.isSeed && !anyway) {
    const keep = commandLine(`scope add --anyway ${nowhere.name}`)
    return err(
      problem('no-such-name', `${nowhereWords(nowhere.name)} Nothing was added; name it all the same: ${keep}`),
    )
  }
  const added = await changeScope(runtime, 'scope.add-seed', name, (work, speaker) =>
    addSeed(work, speaker, seedOf(name)),
  )
  if (!added.ok) return added
  return ok({ ...added.value, exists: nowhere ? false : null })
}

/** Of a seed that no resolver knows nothing will be found. */
export function noSuchName(name: string): string {
  return `${nowhereWords(name)} Take it back: ${commandLine(`scope remove ${name}`)}`
}

/** `lunette scope approve`: a range, or the addresses that a proven name has now. */
export async function approve(what: string, flags: BecauseFlags): Promise<number> {
  const done = await withNewRuntime(flags, (runtime) =>
    parseRange(pastedHost(what))
      ? approveRange(runtime, what, flags)
      : approveAddresses(runtime, pastedHost(what).toLowerCase()),
  )
  return finish(done, (approved) =>
    print(
      approved,
      [`approved: ${approved.addresses.join(', ')}`, ...(approved.notes ?? []), ...warningsOf(approved)].join('\n'),
      flags.json,
    ),
  )
}

/** What whoever approved the addresses of a name should know of them. */
function warningsOf({ name, thirdParty, untouched = [] }: { name: string } & Partial<LookedUpName>): string[] {
  const back = commandLine(`scope remove ${name}`)
  return [
    ...(thirdParty
      ? [
          `${name} is an alias of ${thirdParty}, which is not yours: the servers at these addresses are a third party’s and may serve others. They are probed from now on; without its leave take them back: ${back}`,
        ]
      : []),
    ...untouched.map(({ address, why }) => `${address} is not probed: ${why}`),
  ]
}

async function approveRange(runtime: Runtime, range: string, { because = '' }: BecauseFlags) {
  const added = await changeScope(runtime, 'scope.approve-range', range, (work, speaker) =>
    addRange(work, speaker, { kind: 'approval', range, statement: because }),
  )
  if (!added.ok && added.error.code === 'statement-missing')
    return err(problem('statement-missing', 'say with --because why this range is yours to probe'))
  if (!added.ok) return added
  const settings = await runtime.database.inWorkspace(DEFAULT_WORKSPACE, readDiscoverySettings)
  const { range: name } = added.value
  return ok({ name, addresses: [name], notes: approvalNotes(name, settings) })
}

async function approveAddresses(
  runtime: Runtime,
  name: string,
): Promise<Result<{ name: string; addresses: string[]; notes?: string[] } & Partial<LookedUpName>>> {
  if (!isName(name)) return err(problem('no-such-name', `${name} is no range and no domain name`))
  const now = await lookUpName(await proofTerms(runtime), DEFAULT_WORKSPACE, name)
  if (!now.ok) return now
  const { addresses } = now.value
  const approved = await changeScope(runtime, 'scope.approve-name', name, (work, speaker) =>
    approveName(work, speaker, { name, seen: addresses, addresses }),
  )
  return approved.ok ? ok({ ...now.value, ...approved.value }) : approved
}

/** `lunette scope exclude`: what is never touched, whatever is approved. */
export async function exclude(range: string, { because = '', ...flags }: BecauseFlags): Promise<number> {
  const done = await withNewRuntime(flags, (runtime) =>
    changeScope(runtime, 'scope.exclude', range, (work, speaker) =>
      addRange(work, speaker, { kind: 'exclusion', range, statement: because }),
    ),
  )
  return finish(done, (made) =>
    print(made, [`${made.range} is excluded`, ...exclusionWords(made.effect)].join('\n'), flags.json),
  )
}

interface ProveFlags extends BecauseFlags {
  by: ProofMethod
}

/** `lunette scope prove`: asks for a proof and looks for it; the next time it only looks. */
export async function prove(name: string, { by: method, because, ...flags }: ProveFlags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const asked = await changeScope(
      runtime,
      method === 'attestation' ? 'scope.attest' : 'scope.ask-proof',
      name,
      (work, speaker) => askProof(work, speaker, { name, method, statement: because }),
    )
    if (!asked.ok || method === 'attestation')
      return asked.ok ? ok({ ...asked.value, isProven: true, detail: 'your word is written down' }) : asked
    const checked = await checkProof(await proofTerms(runtime), DEFAULT_WORKSPACE, asked.value.id)
    if (!checked.ok) return checked
    await changeScope(runtime, 'scope.check-proof', asked.value.id, async (work, { at }) => {
      const kept = await keepProofCheck(work, at, checked.value)
      if (kept.ok) await dropUnproven(work)
      return kept.ok ? ok({ ...kept.value, asked: checked.value.asked }) : kept
    })
    return ok({ ...asked.value, ...checked.value })
  })
  return finish(done, (proof) => {
    const challenge = challengeOf(proof)
    const { token: _token, ...shown } = proof
    const how =
      method === 'dns-txt'
        ? `put a TXT record "${challenge.value}" at ${challenge.record}`
        : `serve the text "${challenge.value}" at http://${proof.name}${challenge.path}`
    const text = proof.isProven
      ? `${proof.name} is proven: ${proof.detail}`
      : `${proof.name} is not proven: ${proof.detail}\n${how}, then ask again`
    print({ ...shown, challenge }, text, flags.json)
    return proof.isProven ? exitCodes.clean : exitCodes.failure
  })
}

interface RuleFlags extends BecauseFlags {
  as?: 'owned' | 'dependency' | 'monitor-only'
  only?: boolean
}

/** `lunette scope accept` and `reject`: what an asset is, with all that hangs on it unless `--only`. */
export function rule(verb: 'accept' | 'reject') {
  return async (
    name: string,
    { as = 'owned', only = false, because: reason, ...flags }: RuleFlags,
  ): Promise<number> => {
    const standing: ScopeRuling['standing'] = verb === 'accept' ? as : 'rejected'
    const done = await withRuntime(flags, (runtime) =>
      changeScope(runtime, 'scope.rule', name, async (work, speaker) => {
        const asset = seedOf(name)
        if (!(await isKnownHere(work, asset))) return err(neverSeen(asset.name))
        const ruled = await ruleAsset(work, speaker, { ...asset, standing, branch: !only, reason })
        return ruled.ok ? ok({ ...ruled.value, lacks: await lacks(work, asset, standing) }) : ruled
      }),
    )
    return finish(done, ({ lacks: missing, ...ruling }) => {
      const what = `${ruling.name} is ${standing}${ruling.branch ? ', and what hangs on it' : ''}`
      print({ ...ruling, lacks: missing }, [what, ...missing].join('\n'), flags.json)
    })
  }
}

/** What is still missing of an asset that somebody calls theirs before anything was seen of it. */
async function lacks(
  work: Transaction<NoTables>,
  { kind, name }: NamedAsset,
  standing: ScopeRuling['standing'],
): Promise<string[]> {
  if (standing === 'rejected' || (await isSeenHere(work, name))) return []
  const { seeds, proofs } = await readScope(work)
  const isSeed = seeds.some((seed) => seed.name.toLowerCase() === name.toLowerCase())
  const isUnproven = (kind === 'domain' || kind === 'hostname') && !isProven(name, proofs)
  return [
    `nothing was seen of it yet${isSeed ? '' : `: name it as a seed, so that it is looked for (${commandLine(`scope add ${name}`)})`}`,
    ...(isUnproven ? [`its addresses cannot be approved: ${missingProof(name, proofs)}`] : []),
  ]
}

function neverSeen(name: string) {
  const [list, exclude] = [commandLine(`surface list ${name}`), commandLine(`scope exclude ${name}`)]
  return problem(
    'not-found',
    `${name} was never seen here, and nothing was ruled: look for what is meant (${list}), or keep it out before it is found (${exclude})`,
  )
}

/** `lunette scope remove`: takes back everything that was said of a name, an address or a range. */
export async function remove(what: string, flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async (runtime) => {
    const host = pastedHost(what)
    const name = parseAddress(host)?.text ?? parseRange(host)?.text ?? host.toLowerCase()
    return changeScope(runtime, 'scope.remove', name, async (work, speaker) => {
      const scope = await readScope(work)
      const removed: string[] = []
      const took = async (kind: string, done: Promise<Result<unknown>>) => void ((await done).ok && removed.push(kind))
      const isIt = (asset: NamedAsset) => asset.name.toLowerCase() === name.toLowerCase()
      for (const seed of scope.seeds.filter(isIt)) await took('seed', removeSeed(work, seed))
      for (const { id, range, kind } of scope.ranges)
        if (range === name) await took(kind, withdrawRange(work, speaker, id))
      for (const proof of scope.proofs) if (proof.name === name) await took('proof', withdrawProof(work, proof.id))
      if (scope.names.some((known) => known.name === name)) await took('addresses', withdrawName(work, name))
      for (const ruling of scope.rulings.filter(isIt)) await took('ruling', withdrawRuling(work, ruling))
      return removed.length > 0
        ? ok({ name, removed })
        : err(problem('not-found', `nothing was said of ${name}: ${commandLine('scope list')}`))
    })
  })
  return finish(done, ({ name, removed }) =>
    print({ name, removed }, `${name}: took back ${removed.join(', ')}`, flags.json),
  )
}
