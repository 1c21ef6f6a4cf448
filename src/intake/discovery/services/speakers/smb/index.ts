import type { Sign, Speaker } from '../../contract.ts'

const dialects: Readonly<Record<number, string>> = {
  514: '2.0.2',
  528: '2.1',
  768: '3.0',
  770: '3.0.2',
  785: '3.1.1',
  767: '2',
}
/** An SMB1 negotiation that also offers SMB 2 (MS-SMB2 3.3.5.3.1), and one that offers SMB1 alone. */
const MULTI = negotiate(['NT LM 0.12', 'SMB 2.002', 'SMB 2.???'])
const OLD = negotiate(['NT LM 0.12'])

/** SMB: which dialect a server chooses, and whether it still takes SMB1. No session is begun. */
export const smb: Speaker = {
  id: 'smb',
  title: 'SMB',
  sends: 'a negotiation of dialects; no session is begun',
  ports: [445, 139],
  async speak(line) {
    const answer = await ask(line, MULTI)
    if (!answer) return undefined
    const old = await ask(line, OLD)
    const takesOld = old?.[4] === 0xff && old.length > 37 && old.readUInt16LE(37) !== 0xffff
    const dialect = answer[4] === 0xfe && answer.length > 73 ? (dialects[answer.readUInt16LE(72)] ?? 'unknown') : '1'
    const signing = answer[4] === 0xfe && answer.length > 71 ? ((answer[70] ?? 0) & 2) !== 0 : undefined
    const signs: Sign[] = [
      ...(takesOld || dialect === '1'
        ? [{ kind: 'weak-algorithm' as const, evidence: 'SMB1 (NT LM 0.12) was chosen when offered' }]
        : []),
    ]
    return {
      protocol: 'smb',
      banner: `dialect ${dialect}${signing === undefined ? '' : `, signing ${signing ? 'required' : 'not required'}`}`,
      observations: [],
      signs,
    }
  },
}

async function ask(line: Parameters<Speaker['speak']>[0], request: Buffer): Promise<Buffer | undefined> {
  const opened = await line.open()
  if (!opened.ok) return undefined
  opened.value.say(request)
  const answer = await opened.value.next(
    (unread) => (unread.length < 4 ? 0 : Math.min(unread.readUIntBE(1, 3), 4_096) + 4),
    3_000,
  )
  opened.value.close()
  return answer && answer.length > 8 && answer.toString('latin1', 5, 8) === 'SMB' ? answer : undefined
}

function negotiate(names: readonly string[]): Buffer {
  const list = Buffer.concat(names.map((name) => Buffer.concat([Buffer.from([2]), Buffer.from(`${name}\0`, 'latin1')])))
  const header = Buffer.from('ff534d4272000000001853c8000000000000000000000000fffffffe00000000', 'hex')
  const count = Buffer.from([0, list.length & 0xff, list.length >> 8])
  const length = header.length + count.length + list.length
  return Buffer.concat([Buffer.from([0, 0, length >> 8, length & 0xff]), header, count, list])
}
