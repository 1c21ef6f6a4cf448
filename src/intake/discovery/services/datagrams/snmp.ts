import { plainText } from '../../conversation/index.ts'
import type { Spoken } from '../contract.ts'
import { observe } from '../observe.ts'
import type { DatagramSpeaker } from './contract.ts'

/** 1.3.6.1.2.1.1.1.0, the description of the system. */
const DESCRIPTION = Buffer.from('06082b06010201010100', 'hex')
/** An empty message of version 3, answered by the id of the engine (RFC 3414 section 4). */
const DISCOVERY = Buffer.from(
  '303a020103300f02024a69020300ffe30401040201030410300e0400020100020100040004000400301204000400a00c020237f00201000201003000',
  'hex',
)
/** The community that devices leave the factory with; it is no secret, and no other is tried. */
const COMMUNITY = 'public'

/** SNMP: the id of the engine, and the description of the system to the community every device is born with. */
export const snmp: DatagramSpeaker = {
  id: 'snmp',
  title: 'SNMP',
  sends: 'a version 3 discovery, and one question for the system’s description to the community “public”',
  port: 161,
  questions: () => [getDescription(), DISCOVERY],
  read(answer) {
    if (answer[0] !== 0x30 || answer.length < 10) return undefined
    const at = answer.indexOf(DESCRIPTION)
    if (at >= 0) return fromDescription(answer, at + DESCRIPTION.length)
    return answer.includes(Buffer.from([2, 1, 3]))
      ? { protocol: 'snmp', banner: 'version 3', observations: [], signs: [] }
      : undefined
  },
}

function fromDescription(answer: Buffer, at: number): Spoken | undefined {
  if (answer[at] !== 0x04) return undefined
  const first = answer[at + 1] ?? 0
  const start = first < 0x80 ? at + 2 : at + 2 + (first & 0x7f)
  const text = plainText(answer.subarray(start), 512)
  return {
    protocol: 'snmp',
    banner: text.slice(0, 200),
    observations: [observe('snmp.description', text, 'SNMP description')],
    signs: [{ kind: 'no-authentication', evidence: `the community “${COMMUNITY}” was told: ${text.slice(0, 160)}` }],
  }
}

function getDescription(): Buffer {
  const binding = tlv(0x30, tlv(0x30, Buffer.concat([DESCRIPTION, Buffer.from([5, 0])])))
  const request = tlv(0xa0, Buffer.concat([Buffer.from('02024c75020100020100', 'hex'), binding]))
  return tlv(0x30, Buffer.concat([Buffer.from([2, 1, 1]), tlv(0x04, Buffer.from(COMMUNITY)), request]))
}

function tlv(tag: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, value.length]), value])
}
