import { commandLine, ok } from '#core/kernel'
import { auditHead, digestAt, listChains, verifyAudit } from '#platform/audit'
import type { Database } from '#platform/database'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'

interface VerifyFlags {
  dataDir?: string
  json?: boolean
  expect?: string[]
}

/** One chain's state. `cut`: a head that was kept is not in it any more. */
interface ChainState {
  chain: string
  entries: number
  erased: number
  brokenAt: number | null
  cut: boolean
  head: string | null
}

/** `lunette audit verify`: recomputes every chain; exits 1 when one was changed, or has lost what was expected of it. */
export async function verify(flags: VerifyFlags): Promise<number> {
  const kept = (flags.expect ?? []).map(keptHead)
  if (!kept.every((head) => head !== undefined)) {
    say(`a head is chain:position:digest, as "${commandLine('audit verify')}" printed it`)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, async ({ database }) => ok(await statesOf(database, kept)))
  return finish(done, (states) => {
    print(states, tableOf(states), flags.json)
    return states.every(isWhole) ? exitCodes.clean : exitCodes.findings
  })
}

async function statesOf(database: Database, kept: readonly KeptHead[]): Promise<ChainState[]> {
  const chains = new Set([...(await listChains(database)), ...kept.map(({ chain }) => chain)])
  const states: ChainState[] = []
  for (const chain of chains) {
    const { brokenAt = null, ...counts } = await verifyAudit(database, chain)
    const head = await auditHead(database, chain)
    const found = await Promise.all(
      kept
        .filter((entry) => entry.chain === chain)
        .map(async ({ position, digest }) => (await digestAt(database, chain, position)) === digest),
    )
    const named = head ? `${chain}:${head.position}:${head.digest}` : null
    states.push({ chain, ...counts, brokenAt, cut: found.includes(false), head: named })
  }
  return states
}

interface KeptHead {
  chain: string
  position: number
  digest: string
}

/** Reads `chain:position:digest`. */
function keptHead(text: string): KeptHead | undefined {
  const [, chain, position, digest] = /^([\w-]+):(\d{1,15}):([\w-]+)$/.exec(text) ?? []
  if (chain === undefined || position === undefined || digest === undefined) return undefined
  return { chain, position: Number(position), digest }
}

function isWhole({ brokenAt, cut }: ChainState): boolean {
  return brokenAt === null && !cut
}

function tableOf(states: readonly ChainState[]): string {
  if (states.length === 0) return 'nothing is recorded yet'
  const rows = states.map((state) => [
    verdictOf(state),
    String(state.entries),
    String(state.erased),
    state.head ?? state.chain,
  ])
  return columns(['chain is', 'entries', 'erased', 'head (keep it elsewhere; --expect it later)'], rows)
}

function verdictOf({ brokenAt, cut }: ChainState): string {
  if (brokenAt !== null) return `BROKEN at ${brokenAt}`
  return cut ? 'CUT OFF' : 'whole'
}
