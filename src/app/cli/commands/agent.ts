import { runAgent } from '../../agent/index.ts'
import { engineWith } from '../../discovery-engine.ts'
import { exitCodes } from '../exit-codes.ts'
import { say } from '../say.ts'
import { untilStopped } from '../until-stopped.ts'

interface Flags {
  server: string
  key: string
  resolver?: string[]
}

/** `lunette agent`: takes orders of a server until it is stopped. The token is LUNETTE_AGENT_TOKEN, which no list of processes shows. */
export async function agent({ server, key, resolver = [] }: Flags): Promise<number> {
  const token = process.env.LUNETTE_AGENT_TOKEN ?? ''
  if (!/^lunette_[\w-]{20,}$/.test(token)) return wrong('put the agent’s token into LUNETTE_AGENT_TOKEN')
  if (!/^https?:\/\//.test(server) || !URL.canParse(server)) return wrong(`"${server}" is no http(s) address`)
  const origin = new URL(server.endsWith('/') ? server : `${server}/`)
  if (origin.protocol === 'http:' && !/^(127\.|localhost$|\[::1\]$)/.test(origin.hostname))
    return wrong('the token would go over the network in the clear: give an https address')
  const stop = new AbortController()
  void untilStopped().then(() => stop.abort())
  process.stdout.write(`The agent is ready: it takes orders of ${origin.origin}\n`)
  const privateHosts = (process.env.LUNETTE_PRIVATE_HOSTS ?? '').split(/[,\s]+/).filter((host) => host !== '')
  const parts = { origin, token, key, resolvers: resolver, privateHosts, say, stop: stop.signal }
  try {
    const ended = await runAgent({ ...parts, engine: (sets) => engineWith(async () => sets) })
    if (ended.ok) return exitCodes.clean
    say(ended.error.message)
    return exitCodes.failure
  } catch (error) {
    return wrong((error as Error).message)
  }
}

function wrong(why: string): number {
  say(why)
  return exitCodes.usage
}
