import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const HANDSHAKE = 'JDWP-Handshake'
/** VirtualMachine.Version: what a debugger asks first. */
const VERSION = Buffer.from([0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 1])

/** Java's debugger port (JDWP): greeted, and asked which virtual machine it is. Nothing of the program is touched. */
export const jdwp: Speaker = {
  id: 'jdwp',
  title: 'Java debugger',
  sends: 'the handshake and VirtualMachine.Version; nothing of the program is touched',
  ports: [5005, 8000, 8787, 9999],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say(HANDSHAKE)
    const greeted = await talk.next((unread) => (unread.length >= HANDSHAKE.length ? HANDSHAKE.length : 0), 2_000)
    if (greeted?.toString('latin1') !== HANDSHAKE) {
      talk.close()
      return undefined
    }
    talk.say(VERSION)
    const machine = readMachine((await talk.next(replyLength, 2_000)) ?? Buffer.alloc(0))
    talk.close()
    if (machine === undefined) return undefined
    return {
      protocol: 'jdwp',
      banner: machine,
      observations: [observe('jdwp.version', machine, 'JDWP version')],
      signs: [{ kind: 'no-authentication', evidence: `a debugger may attach: ${machine}` }],
    }
  },
}

function replyLength(unread: Buffer): number {
  return unread.length < 11 ? 0 : Math.max(11, Math.min(unread.readUInt32BE(0), 8_192))
}

/** Version and name of the machine; undefined for what is no reply, such as our own words echoed. */
export function readMachine(reply: Buffer): string | undefined {
  if (reply.length < 19 || reply[8] !== 0x80 || reply.readUInt16BE(9) !== 0) return undefined
  const first = reply.readUInt32BE(11)
  let at = 15 + first + 8
  const texts: string[] = []
  for (let read = 0; read < 2 && at + 4 <= reply.length; read++) {
    const length = reply.readUInt32BE(at)
    texts.push(reply.toString('utf8', at + 4, at + 4 + Math.min(length, 200)))
    at += 4 + length
  }
  return plainText(texts.length === 2 ? `${texts[1]} ${texts[0]}` : reply.toString('utf8', 15, 15 + first), 200)
}
