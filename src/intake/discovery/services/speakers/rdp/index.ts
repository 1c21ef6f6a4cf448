import { ok } from '#core/kernel'
import type { Line, Sign, Speaker } from '../../contract.ts'

/** X.224 Connection Request that offers TLS and CredSSP (MS-RDPBCGR 2.2.1.1). */
const REQUEST = Buffer.from([3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0])
const PLAIN_REQUEST = Buffer.from([3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0])
const kinds: Readonly<Record<number, string>> = {
  0: 'standard RDP security',
  1: 'TLS',
  2: 'network level authentication',
  8: 'network level authentication',
}

/** Remote Desktop: which security the server asks for. No sign-in is begun. */
export const rdp: Speaker = {
  id: 'rdp',
  title: 'Remote Desktop',
  sends: 'a connection request, to be told the kind of security; no sign-in is begun',
  ports: [3389, 3388],
  async speak(line) {
    const answer = await ask(line, REQUEST)
    if (!answer) return undefined
    const chosen = answer.length >= 19 && answer[11] === 2 ? answer.readUInt32LE(15) : 0
    const old = chosen === 0 ? answer : await ask(line, PLAIN_REQUEST)
    const takesPlain = old !== undefined && !(old.length >= 19 && old[11] === 3)
    const signs: Sign[] = takesPlain
      ? [
          {
            kind: 'weak-algorithm',
            evidence: 'standard RDP security is accepted: neither TLS nor network level authentication',
          },
        ]
      : []
    return {
      protocol: 'rdp',
      banner: `chose ${kinds[chosen] ?? `security ${chosen}`}`,
      observations: [],
      signs,
      ...(chosen === 0 ? {} : { startTls: () => beginTls(line) }),
    }
  },
}

async function ask(line: Line, request: Buffer): Promise<Buffer | undefined> {
  const opened = await line.open()
  if (!opened.ok) return undefined
  opened.value.say(request)
  const answer = await opened.value.next(tpktLength, 3_000)
  opened.value.close()
  return answer && answer.length >= 11 && answer[0] === 3 && answer[5] === 0xd0 ? answer : undefined
}

function tpktLength(unread: Buffer): number {
  if (unread.length > 0 && unread[0] !== 3) return unread.length
  return unread.length < 4 ? 0 : Math.max(11, Math.min(unread.readUInt16BE(2), 1_024))
}

async function beginTls(line: Line) {
  const opened = await line.open({ bytes: 512 * 1024 })
  if (!opened.ok) return opened
  opened.value.say(REQUEST)
  await opened.value.next(tpktLength, 3_000)
  return ok(opened.value.release())
}
