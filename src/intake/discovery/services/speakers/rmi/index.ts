import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'

/** Magic, version 2, stream protocol (Java RMI wire protocol). */
const HELLO = Buffer.concat([Buffer.from('JRMI'), Buffer.from([0, 2, 0x4b])])
const ACKNOWLEDGED = 0x4e

/** Java RMI: greeted only; no object is looked up. */
export const rmi: Speaker = {
  id: 'rmi',
  title: 'Java RMI',
  sends: 'the greeting; no object is looked up',
  ports: [1098, 1099, 1199, 8686, 9010],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(HELLO)
    const answer = await opened.value.next(
      (unread) =>
        unread.length > 0 && unread[0] !== ACKNOWLEDGED
          ? unread.length
          : unread.length < 3
            ? 0
            : 7 + Math.min(unread.readUInt16BE(1), 255),
      2_000,
    )
    opened.value.close()
    const seen = answer && readAcknowledged(answer)
    return seen === undefined
      ? undefined
      : { protocol: 'rmi', banner: `sees us as ${seen}`, observations: [], signs: [] }
  },
}

/** As whom it sees us. */
export function readAcknowledged(answer: Buffer): string | undefined {
  if (answer.length < 8 || answer[0] !== ACKNOWLEDGED) return undefined
  const host = answer.toString('latin1', 3, 3 + Math.min(answer.readUInt16BE(1), 255))
  return /^[\w.:%-]{1,255}$/.test(host) ? plainText(host, 100) : undefined
}
