import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { readRpcReply, rpcCall, rpcLength } from '../../sun-rpc.ts'

const MOST_ENTRIES = 200
/** Programs as IANA registered them (rpc-program-numbers). */
const programs: Readonly<Record<number, string>> = {
  ...{ 100000: 'portmapper', 100003: 'nfs', 100004: 'ypserv', 100005: 'mountd', 100007: 'ypbind' },
  ...{ 100011: 'rquotad', 100021: 'nlockmgr', 100024: 'status', 100068: 'cmsd', 100227: 'nfs_acl', 391002: 'fam' },
}

/** The port mapper (RFC 1833): which programs of ONC RPC there are. */
export const rpcbind: Speaker = {
  id: 'rpcbind',
  title: 'rpcbind',
  sends: 'DUMP: the list of programs',
  ports: [111],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(rpcCall(100_000, 2, 4))
    const reply = readRpcReply((await opened.value.next(rpcLength, 2_000)) ?? Buffer.alloc(0))
    opened.value.close()
    if (!reply) return undefined
    const banner = readDump(reply.body).join(', ') || (reply.accepted ? 'no programs' : 'the call was refused')
    return {
      protocol: 'rpcbind',
      banner: banner.slice(0, 400),
      observations: [observe('rpc.programs', banner, 'list of programs')],
      signs: reply.accepted ? [{ kind: 'no-authentication', evidence: `lists: ${banner.slice(0, 400)}` }] : [],
    }
  },
}

/** `nfs 3/tcp 2049`, each once. */
export function readDump(body: Buffer): string[] {
  const found = new Set<string>()
  for (let at = 0; at + 20 <= body.length && body.readUInt32BE(at) === 1 && found.size < MOST_ENTRIES; at += 20) {
    const [program = 0, version, transport, port] = [4, 8, 12, 16].map((offset) => body.readUInt32BE(at + offset))
    found.add(`${programs[program] ?? program} ${version}/${transport === 17 ? 'udp' : 'tcp'} ${port}`)
  }
  return [...found]
}
