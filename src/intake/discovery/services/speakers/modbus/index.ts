import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** Read device identification, basic (Modbus application protocol 6.21): the only question, and it reads nothing of the process. */
const QUESTION = Buffer.from([0, 1, 0, 0, 0, 5, 0, 0x2b, 0x0e, 1, 0])

/** Modbus over TCP: maker, product and revision of a controller. No register is read or written. */
export const modbus: Speaker = {
  id: 'modbus',
  title: 'Modbus',
  sends: 'the request for the device’s identification; no register is read or written',
  ports: [502],
  guardsPorts: true,
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(QUESTION)
    const answer = await opened.value.next(
      (unread) => (unread.length < 6 ? 0 : 6 + Math.min(unread.readUInt16BE(4), 256)),
      3_000,
    )
    opened.value.close()
    if (!answer || answer.length < 9 || answer.readUInt32BE(0) !== 0x0001_0000 || ((answer[7] ?? 0) & 0x7f) !== 0x2b)
      return undefined
    const texts = readIdentification(answer)
    const banner = texts.length > 0 ? texts.join(' ') : 'Modbus without identification'
    return {
      protocol: 'modbus',
      banner,
      observations:
        texts.length > 0 ? [observe('modbus.identification', texts.join('; '), 'Modbus identification')] : [],
      signs: [{ kind: 'no-authentication', evidence: banner }],
    }
  },
}

/** Texts of the objects in the answer. Sound for any bytes. */
export function readIdentification(answer: Buffer): string[] {
  const texts: string[] = []
  if (answer[7] !== 0x2b) return texts
  for (let at = 14; at + 2 <= answer.length && texts.length < 8; ) {
    const length = answer[at + 1] ?? 0
    const text = plainText(answer.subarray(at + 2, at + 2 + length), 80)
    if (text !== '') texts.push(text)
    at += 2 + length
  }
  return texts
}
