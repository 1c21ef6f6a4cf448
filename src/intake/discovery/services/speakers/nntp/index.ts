import { lineLength, plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** NNTP (RFC 3977): the greeting. */
export const nntp: Speaker = {
  id: 'nntp',
  title: 'NNTP',
  sends: 'QUIT after the greeting',
  ports: [119, 563],
  recognises: (greeting) => /^20[01] .*(?:NNTP|NNRP|InterNetNews|news)/i.test(greeting.toString('latin1', 0, 256)),
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const banner = plainText((await opened.value.next(lineLength, 3_000)) ?? '', 256)
    opened.value.say('QUIT\r\n')
    opened.value.close()
    if (!/^20[01] /.test(banner)) return undefined
    return {
      protocol: 'nntp',
      banner,
      observations: [observe('nntp.banner', banner.slice(4), 'NNTP banner')],
      signs: [],
    }
  },
}
