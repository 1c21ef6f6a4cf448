import {
  approveGateway,
  type GrantedGateway,
  keepGatewaySecret,
  type ProbedControl,
  probedControls,
  readGateways,
} from '#assurance/monitoring/store'
import { err, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import { gatewayPurpose, type ProbeContext } from './probe-safeguards.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
/** Keeps the word of a change in its transaction, such as the audit entry. */
type Alongside = (work: InTransaction) => Promise<void>
type GatewayContext = Pick<ProbeContext, 'database' | 'clock' | 'secrets'>

export type GatewayStanding = GrantedGateway
export type ProbeStanding = ProbedControl

/** Gateways of the register, with what an owner added to them. */
export function gatewaysOf({ database }: Pick<GatewayContext, 'database'>, workspaceId: string) {
  return database.inWorkspace(workspaceId, readGateways)
}

/** Controls that are probed, and what their last probe saw. */
export function probesOf({ database }: Pick<GatewayContext, 'database'>, workspaceId: string) {
  return database.inWorkspace(workspaceId, (work) => probedControls(work))
}

interface Acting {
  workspaceId: string
  by: string
}

/**
 * Agrees that a gateway is asked at the address that somebody read, or takes that back. Problems: `not-found`,
 * `changed-meanwhile` (the register has another address by now).
 */
export async function settleApproval(
  { database, clock }: GatewayContext,
  { workspaceId, by }: Acting,
  id: string,
  url: string | undefined,
  alongside: Alongside,
): Promise<Result<void>> {
  const at = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const gateway = (await readGateways(work)).find((one) => one.id === id)
    if (!gateway) return err(noGateway(id))
    if (url !== undefined && url !== gateway.url)
      return err(problem('changed-meanwhile', `${id} is at ${gateway.url} by now: read it again`))
    await approveGateway(work, workspaceId, id, url === undefined ? undefined : { url, by, at })
    await alongside(work)
    return ok(undefined)
  })
}

/** Keeps a gateway's secret, sealed; `null` forgets it. Problem `not-found`. */
export async function keepSecret(
  { database, secrets }: GatewayContext,
  { workspaceId }: Acting,
  id: string,
  secret: string | null,
  alongside: Alongside,
): Promise<Result<void>> {
  const sealed = secret === null ? null : secrets.seal(secret, gatewayPurpose(workspaceId, id))
  return database.inWorkspace(workspaceId, async (work) => {
    if (!(await readGateways(work)).some((one) => one.id === id)) return err(noGateway(id))
    await keepGatewaySecret(work, workspaceId, id, sealed)
    await alongside(work)
    return ok(undefined)
  })
}

function noGateway(id: string) {
  return problem('not-found', `the register names no target "${id}" under gateways`)
}
