import { plainText } from '../../../conversation/index.ts'
import type { Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const NONE = 1

/** VNC, the RFB protocol (RFC 6143): its version and the kinds of security offered. No session is begun. */
export const vnc: Speaker = {
  id: 'vnc',
  title: 'VNC',
  sends: 'its version, to be told the kinds of security; none is chosen',
  ports: [5900, 5901, 5902, 5903],
  recognises: (greeting) => /^RFB \d{3}\.\d{3}/.test(greeting.toString('latin1', 0, 12)),
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    const version = (await talk.next(() => 12, 3_000))?.toString('latin1') ?? ''
    const [, major, minor] = /^RFB (\d{3})\.(\d{3})\n/.exec(version) ?? []
    if (major === undefined) {
      talk.close()
      return undefined
    }
    const modern = Number(minor) >= 7 || Number(major) > 3
    talk.say(modern ? 'RFB 003.008\n' : 'RFB 003.003\n')
    const kinds = modern
      ? [...((await talk.next((unread) => (unread[0] ?? 0) + 1, 2_000)) ?? [])].slice(1)
      : [(await talk.next(() => 4, 2_000))?.readUInt32BE(0) ?? 0]
    talk.close()
    const banner = plainText(version, 12)
    const signs: Sign[] = kinds.includes(NONE)
      ? [{ kind: 'no-authentication', evidence: `${banner}: security type None offered` }]
      : []
    return { protocol: 'vnc', banner, observations: [observe('vnc.banner', banner, 'RFB version')], signs }
  },
}
