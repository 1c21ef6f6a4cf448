import { lineLength, plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** memcached: version and statistics. No item is read. */
export const memcached: Speaker = {
  id: 'memcached',
  title: 'memcached',
  sends: 'version, stats; no item is read',
  ports: [11211, 11210, 11212],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say('version\r\n')
    const answer = plainText((await talk.next(lineLength, 3_000)) ?? '', 128)
    const version = /^VERSION (\S{1,40})/.exec(answer)?.[1]
    if (version === undefined) {
      talk.close()
      return undefined
    }
    talk.say('stats\r\n')
    const stats = plainText((await talk.next(lineLength, 2_000)) ?? '', 120)
    talk.close()
    return {
      protocol: 'memcached',
      banner: answer,
      observations: [observe('memcached.version', version, 'version answer')],
      signs: stats.startsWith('STAT ') ? [{ kind: 'no-authentication', evidence: `stats answered: ${stats}` }] : [],
    }
  },
}
