import { lineLength, plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** SIP (RFC 3261): OPTIONS over TCP. No call is begun. */
export const sip: Speaker = {
  id: 'sip',
  title: 'SIP',
  sends: 'OPTIONS; no call is begun',
  ports: [5060, 5061],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    const host = line.target.address
    talk.say(
      [
        `OPTIONS sip:${host} SIP/2.0`,
        'Via: SIP/2.0/TCP discovery.invalid;branch=z9hG4bKlunette',
        'From: <sip:discovery@discovery.invalid>;tag=lunette',
        `To: <sip:${host}>`,
        'Call-ID: lunette@discovery.invalid',
        'CSeq: 1 OPTIONS',
        'Max-Forwards: 5',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    )
    const status = plainText((await talk.next(lineLength, 3_000)) ?? '', 120)
    const head = /^SIP\/2/.test(status) ? (await talk.words(200, 1_500)).toString('latin1') : ''
    talk.close()
    if (!/^SIP\/2/.test(status)) return undefined
    const server = /^(?:Server|User-Agent): *([^\r\n]{1,200})/im.exec(head)?.[1]
    return {
      protocol: 'sip',
      banner: server ?? status,
      observations: server === undefined ? [] : [observe('sip.server', server, 'SIP Server header')],
      signs: [],
    }
  },
}
