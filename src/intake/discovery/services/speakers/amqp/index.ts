import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const HEADER = Buffer.from('AMQP\0\0\x09\x01', 'latin1')

/** AMQP 0-9-1: the protocol header, answered by the broker's properties. No sign-in is tried. */
export const amqp: Speaker = {
  id: 'amqp',
  title: 'AMQP',
  sends: 'the protocol header; the broker answers with its name and version',
  ports: [5672, 5671],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say(HEADER)
    const frame = await talk.next(
      (unread) => (unread[0] === 0x41 ? 8 : unread.length < 7 ? 0 : Math.min(unread.readUInt32BE(3) + 8, 16_384)),
      3_000,
    )
    talk.close()
    if (!frame) return undefined
    if (frame.toString('latin1', 0, 4) === 'AMQP')
      return { protocol: 'amqp', banner: `AMQP ${[...frame.subarray(4)].join('.')}`, observations: [], signs: [] }
    const properties = readStart(frame)
    if (!properties) return undefined
    const text = [...properties].map(([name, value]) => `${name}=${value}`).join(';')
    return {
      protocol: 'amqp',
      banner: plainText(text, 200),
      observations: [observe('amqp.properties', text, 'AMQP server properties')],
      signs: [],
    }
  },
}

/** Text properties of a Connection.Start frame. Undefined when it is none; sound for any bytes. */
export function readStart(frame: Buffer): Map<string, string> | undefined {
  if (frame.length < 17 || frame[0] !== 1 || frame.readUInt32BE(7) !== 0x000a_000a) return undefined
  const properties = new Map<string, string>()
  const end = Math.min(frame.length, 17 + frame.readUInt32BE(13))
  for (let at = 17; at + 2 < end && properties.size < 40; ) {
    const nameEnd = at + 1 + (frame[at] ?? 0)
    const name = frame.toString('latin1', at + 1, nameEnd)
    const kind = String.fromCharCode(frame[nameEnd] ?? 0)
    if (nameEnd + 5 > end && kind !== 't') break
    if (kind === 't') {
      at = nameEnd + 2
      continue
    }
    if (kind !== 'S' && kind !== 'F') break
    const length = frame.readUInt32BE(nameEnd + 1)
    if (kind === 'S')
      properties.set(
        plainText(name, 40),
        plainText(frame.subarray(nameEnd + 5, Math.min(end, nameEnd + 5 + length)), 120),
      )
    at = nameEnd + 5 + length
  }
  return properties
}
