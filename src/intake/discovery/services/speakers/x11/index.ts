import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** The opening of a connection without authorisation (X11 protocol, chapter 8). */
const SETUP = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])

/** X11: whether a display lets strangers in. No window is opened. */
export const x11: Speaker = {
  id: 'x11',
  title: 'X11',
  sends: 'the opening of a connection without authorisation; no window is opened',
  ports: [6000, 6001, 6002, 6003, 6004, 6005],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(SETUP)
    const head = await opened.value.next(
      (unread) => (unread.length < 8 ? 0 : 8 + Math.min(unread.readUInt16LE(6) * 4, 4_096)),
      3_000,
    )
    opened.value.close()
    if (!head || (head[0] ?? 9) > 2 || head.readUInt16LE(2) !== 11) return undefined
    const letIn = head[0] === 1
    const vendor = letIn && head.length > 40 ? plainText(head.subarray(40, 40 + head.readUInt16LE(24)), 80) : ''
    return {
      protocol: 'x11',
      banner: letIn ? `lets in: ${vendor}` : plainText(head.subarray(8), 120),
      observations: vendor === '' ? [] : [observe('x11.vendor', vendor, 'X11 setup')],
      signs: letIn
        ? [{ kind: 'no-authentication', evidence: `connection accepted without authorisation; vendor ${vendor}` }]
        : [],
    }
  },
}
