import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe, observeLines } from '../../observe.ts'

/** Redis and what speaks its protocol: INFO server. No key is read. */
export const redis: Speaker = {
  id: 'redis',
  title: 'Redis',
  sends: 'INFO server; no key is read',
  ports: [6379, 6380, 6381, 16379],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say('*2\r\n$4\r\nINFO\r\n$6\r\nserver\r\n')
    const answer = await talk.next(replyLength, 3_000)
    talk.close()
    const text = answer?.toString('latin1') ?? ''
    if (/^\$\d+\r\n/.test(text) && /redis_version:|valkey_version:|dragonfly_version:/.test(text))
      return {
        protocol: 'redis',
        banner: plainText(text.replace(/^\$\d+/, ''), 160),
        observations: [observeLines('redis.info', text, 'INFO answer')],
        signs: [
          {
            kind: 'no-authentication',
            evidence: `INFO answered without a password: ${plainText(/\w+_version:[^\r\n]*/.exec(text)?.[0] ?? '', 60)}`,
          },
        ],
      }
    if (!/^-(?:NOAUTH|DENIED|NOPERM|ERR (?:operation not permitted|unknown command|max number of clients))/i.test(text))
      return undefined
    return {
      protocol: 'redis',
      banner: plainText(text, 160),
      observations: [observe('redis.error', text, 'Redis error')],
      signs: [],
    }
  },
}

/** Length of a bulk string or of a line. */
function replyLength(unread: Buffer): number {
  const line = unread.indexOf('\r\n')
  if (line < 0) return unread.length > 512 ? unread.length : 0
  const size = /^\$(\d{1,6})$/.exec(unread.toString('latin1', 0, line))?.[1]
  return size === undefined ? line + 2 : line + 2 + Number(size) + 2
}
