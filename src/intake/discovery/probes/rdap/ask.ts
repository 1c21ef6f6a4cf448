import { z } from 'zod'
import { err, ok, problem, type Result } from '#core/kernel'
import type { DiscoverySources } from '../../contract.ts'
import { type RdapAnswer, rdapAnswer } from './answer.ts'

/** Asks the configured RDAP service; `undefined`: it knows nothing of it. */
export async function askRdap(
  path: string,
  { rdap, get }: DiscoverySources,
  signal: AbortSignal,
): Promise<Result<RdapAnswer | undefined>> {
  if (!rdap) return ok(undefined)
  const answer = await get(`${rdap.endsWith('/') ? rdap : `${rdap}/`}${path}`, signal)
  if (!answer.ok) return answer
  const { status, body } = answer.value
  if (status === 404) return ok(undefined)
  if (status !== 200) return err(problem('http-status', `RDAP answered ${status} for ${path}`))
  const read = z.safeParse(rdapAnswer, parsed(body))
  return read.success ? ok(read.data) : err(problem('malformed', `RDAP answered what cannot be read for ${path}`))
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
