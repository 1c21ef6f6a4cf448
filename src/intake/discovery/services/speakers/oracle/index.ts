import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { CONNECT, readListener } from './tns.ts'

/** Oracle's listener (TNS): asked for its version, as lsnrctl does. No database is named. */
export const oracle: Speaker = {
  id: 'oracle',
  title: 'Oracle TNS',
  sends: 'a CONNECT that asks for the version of the listener; no database and no user is named',
  ports: [1521, 1522, 1525, 1526, 2483, 2484],
  async speak(line) {
    const opened = await line.open({ bytes: 8_192 })
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say(CONNECT)
    const first = await talk.next(packetLength, 2_000)
    // Listeners that tell send what they tell in a packet of its own.
    const second = first?.[4] === 2 ? await talk.next(packetLength, 1_000) : undefined
    talk.close()
    const listener = first && readListener(Buffer.concat([first, second ?? Buffer.alloc(0)]))
    if (!listener) return undefined
    const { words, version } = listener
    return {
      protocol: 'oracle',
      banner: plainText(words, 200),
      observations: [observe('oracle.version', version ?? '', 'answer of the listener')],
      signs: [],
    }
  },
}

function packetLength(unread: Buffer): number {
  return unread.length < 8 ? 0 : Math.max(8, Math.min(unread.readUInt16BE(0), 4_096))
}
