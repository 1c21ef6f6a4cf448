import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const OPTIONS = Buffer.from([4, 0, 0, 1, 5, 0, 0, 0, 0])
const STARTUP_BODY = Buffer.concat([Buffer.from([0, 1]), text('CQL_VERSION'), text('3.0.0')])
const STARTUP = Buffer.concat([Buffer.from([4, 0, 0, 2, 1, 0, 0, 0, STARTUP_BODY.length]), STARTUP_BODY])
const READY = 2

/** Cassandra (CQL binary protocol 4): the options it supports, and whether it wants a sign-in. No query is made. */
export const cassandra: Speaker = {
  id: 'cassandra',
  title: 'Cassandra',
  sends: 'OPTIONS and STARTUP; no sign-in and no query',
  ports: [9042, 9142],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say(OPTIONS)
    const options = await talk.next(frameLength, 3_000)
    if (!options || (options[0] ?? 0) < 0x81 || options[4] !== 6) {
      talk.close()
      return undefined
    }
    talk.say(STARTUP)
    const started = await talk.next(frameLength, 2_000)
    talk.close()
    const banner = plainText(options.subarray(9), 200)
    return {
      protocol: 'cassandra',
      banner,
      observations: [observe('cassandra.options', banner, 'OPTIONS answer')],
      signs:
        started?.[4] === READY
          ? [{ kind: 'no-authentication', evidence: 'STARTUP was answered READY, without a sign-in' }]
          : [],
    }
  },
}

function frameLength(unread: Buffer): number {
  if (unread.length > 0 && (unread[0] ?? 0) < 0x81) return unread.length
  return unread.length < 9 ? 0 : 9 + Math.min(unread.readUInt32BE(5), 16_384)
}

function text(words: string): Buffer {
  return Buffer.concat([Buffer.from([0, words.length]), Buffer.from(words, 'latin1')])
}
