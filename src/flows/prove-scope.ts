import { type Clock, err, ok, problem, type Result } from '#core/kernel'
import { addressesInScope, challengeOf, type Scope, type ScopeProof } from '#exposure/surface'
import { dropUnproven, keepProofCheck, readDiscoverySettings, readScope } from '#exposure/surface/store'
import { recordAudit } from '#platform/audit'
import type { Database } from '#platform/database'
import { isPublicAddress } from '#platform/http'
import {
  fetchText,
  isOwnListener,
  LocalAddresses,
  nameLookup,
  type OwnListener,
  type QuestionLog,
} from '#platform/probe'
import { userAgentOf } from './discovery-manners.ts'

/** What a proof was found to be. */
export interface ProofCheck {
  id: string
  isProven: boolean
  /** False where nobody answered: that says nothing. */
  isSure: boolean
  detail: string
  /** Whom it asked, and about what: outside a run that stands in the audit log. */
  asked: string[]
}

interface ProofContext {
  database: Database
  /** What is never asked: Lunette itself. */
  ownListeners: readonly OwnListener[]
  /** Hosts of the organisation's own network that may be asked. */
  privateHosts: readonly string[]
  /** Ports of the web; others in tests. */
  webPorts?: { http: number; https: number }
  /** Where a run writes down what is asked; left out: nobody’s run is under way. */
  questions?: QuestionLog
}

/** Looks for the token of a proof where it is to be. Problem `not-found`. */
export async function checkProof(context: ProofContext, workspaceId: string, id: string): Promise<Result<ProofCheck>> {
  const { scope, settings } = await context.database.inWorkspace(workspaceId, async (work) => ({
    scope: await readScope(work),
    settings: await readDiscoverySettings(work),
  }))
  const proof = scope.proofs.find((known) => known.id === id)
  if (!proof) return err(problem('not-found', 'there is no such proof'))
  if (proof.method === 'attestation')
    return ok({
      id,
      isProven: true,
      isSure: true,
      detail: `${proof.askedBy} said so: ${proof.statement ?? ''}`,
      asked: [],
    })
  const { questions } = context
  const asked = new Set<string>()
  const lookup = nameLookup(settings.resolvers, context.privateHosts, (server, name) => {
    asked.add(`${server} about ${name}`)
    questions?.dns(server, name, PROOFS)
  })
  const found =
    proof.method === 'dns-txt'
      ? await findRecord(proof, lookup)
      : await findFile(proof, scope, { ...context, lookup, asked, userAgent: userAgentOf(settings) })
  return ok({ id, ...found, asked: [...asked] })
}

type Lookup = ReturnType<typeof nameLookup>
type Found = Omit<ProofCheck, 'id' | 'asked'>

async function findRecord(proof: ScopeProof, lookup: Lookup): Promise<Found> {
  const { record, value } = challengeOf(proof)
  const texts = await lookup.texts(record)
  if (!texts.ok) return { isProven: false, isSure: false, detail: texts.error.message }
  if (texts.value.includes(value)) return { isProven: true, isSure: true, detail: `TXT of ${record}` }
  const others = texts.value.join(', ').slice(0, 200)
  const detail = others === '' ? await whyNoText(record, lookup) : `${record} exists, but has other texts: ${others}`
  return { isProven: false, isSure: true, detail }
}

/** A name that is not there was published elsewhere or not at all; one that is there lacks its text. */
async function whyNoText(record: string, lookup: Lookup): Promise<string> {
  const exists = await lookup.exists(record)
  if (exists === undefined) return `${record} has no TXT record, or does not exist, for the resolver that was asked`
  if (exists) return `${record} exists, but has no TXT record, for the resolver that was asked`
  return `the name ${record} does not exist, for the resolver that was asked`
}

/** Only public addresses, and what a range by hand approves; never a redirect, never ourselves. */
async function findFile(
  proof: ScopeProof,
  scope: Scope,
  {
    lookup,
    ownListeners,
    userAgent,
    questions,
    asked,
    webPorts = { http: 80, https: 443 },
  }: ProofContext & { lookup: Lookup; userAgent: string; asked: Set<string> },
): Promise<Found> {
  const { path, value } = challengeOf(proof)
  const addresses = await lookup.addresses(proof.name)
  if (!addresses.ok) return { isProven: false, isSure: false, detail: addresses.error.message }
  const approved = addressesInScope(scope)
  const local = new LocalAddresses(Date.now)
  const isFree = (address: string, port: number) => !isOwnListener({ address, port }, ownListeners, local)
  let found: Found = { isProven: false, isSure: false, detail: `${proof.name} has no address that may be asked` }
  for (const address of addresses.value.slice(0, MOST_ASKED)) {
    const judged = approved.judge(address)
    if (!judged.approved && (judged.reason === 'excluded' || !isPublicAddress(address))) continue
    for (const isTls of [false, true]) {
      const port = isTls ? webPorts.https : webPorts.http
      if (!isFree(address, port)) continue
      const url = `${isTls ? 'https' : 'http'}://${bracketed(address)}:${port}${path}`
      asked.add(url)
      const went = questions?.http(url, PROOFS)
      const text = await fetchText({ address, name: proof.name, path, userAgent }, { isTls, port })
      went?.(text.ok ? 'read' : 'not read')
      if (text.ok && text.value.trim() === value)
        return {
          isProven: true,
          isSure: true,
          detail: `${isTls ? 'https' : 'http'}://${proof.name}${path} at ${address}`,
        }
      const detail = text.ok ? `the file at ${address} says something else` : text.error.message
      if (!found.isSure) found = { isProven: false, isSure: text.ok, detail }
    }
  }
  return found
}

const MOST_ASKED = 4
/** The step that their questions are written down for. */
const PROOFS = 'proofs'

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

const RECHECK_MS = 7 * 86_400_000

/**
 * Looks again for the proofs that were looked for a week ago or longer. One that is certainly not there any more proves
 * nothing, and what was approved through it goes with it.
 */
export async function recheckProofs(
  context: ProofContext & { clock: Clock },
  workspaceId: string,
): Promise<{ lost: string[] }> {
  const { database, clock } = context
  const { proofs } = await database.inWorkspace(workspaceId, readScope)
  const lost: string[] = []
  for (const proof of proofs) {
    if (proof.state !== 'proven' || proof.method === 'attestation') continue
    if (Date.parse(clock()) - Date.parse(proof.checkedAt ?? proof.askedAt) < RECHECK_MS) continue
    const checked = await checkProof(context, workspaceId, proof.id)
    if (!checked.ok) continue
    const at = clock()
    await database.inWorkspace(workspaceId, async (work) => {
      const kept = await keepProofCheck(work, at, checked.value)
      if (!kept.ok || kept.value.state === 'proven') return
      lost.push(proof.name)
      await dropUnproven(work)
      await recordAudit(work, {
        ...{ chain: workspaceId, at, actor: 'discovery', action: 'scope.check-proof', target: proof.id },
        detail: { ...kept.value, detail: checked.value.detail },
      })
    })
  }
  return { lost }
}
