import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

const IAC = 255
const SB = 250
const SE = 240
const DONT = 254
const DO = 253
const WONT = 252
const WILL = 251

/** Telnet (RFC 854): what is shown to one who calls. Every option is declined, nothing is typed. */
export const telnet: Speaker = {
  id: 'telnet',
  title: 'Telnet',
  sends: 'refusals of the options the server asks for; nothing is typed',
  ports: [23, 2323],
  recognises: (greeting) =>
    (greeting[0] === IAC && (greeting[1] ?? 0) >= SB) ||
    /(?:User Access Verification|\b[Ll]ogin ?: ?$|\bUsername ?: ?$|\bPassword ?: ?$|Welcome to Microsoft Telnet)/.test(
      plainText(greeting, 1_024),
    ),
  async speak(line) {
    const opened = await line.open({ bytes: 16 * 1024 })
    if (!opened.ok) return undefined
    const talk = opened.value
    const words: Buffer[] = []
    for (let rounds = 0; rounds < 4; rounds++) {
      const heard = await talk.words(300, 1_500)
      if (heard.length === 0) break
      const { text, refusals } = readTelnet(heard)
      words.push(text)
      if (refusals.length === 0) break
      talk.say(refusals)
    }
    talk.close()
    const banner = plainText(Buffer.concat(words), 512)
    return {
      protocol: 'telnet',
      ...(banner === '' ? {} : { banner }),
      observations: banner === '' ? [] : [observe('telnet.banner', banner, 'telnet banner')],
      signs: /(?:login|username|password|verification)/i.test(banner)
        ? [{ kind: 'cleartext-login', evidence: `asks for a sign-in: ${banner.slice(0, 160)}` }]
        : [],
    }
  },
}

/** Takes commands out of the words and says no to each request. Sound for any bytes. */
export function readTelnet(bytes: Buffer): { text: Buffer; refusals: Buffer } {
  const text: number[] = []
  const refusals: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== IAC) {
      text.push(bytes[at] ?? 0)
      continue
    }
    const command = bytes[at + 1] ?? 0
    const option = bytes[at + 2] ?? 0
    if (command === IAC) text.push(IAC)
    if (command === DO) refusals.push(IAC, WONT, option)
    if (command === WILL) refusals.push(IAC, DONT, option)
    if (command === SB) {
      const end = bytes.indexOf(Buffer.from([IAC, SE]), at)
      at = end < 0 ? bytes.length : end + 1
    } else at += command >= WILL && command <= DONT ? 2 : 1
  }
  return { text: Buffer.from(text), refusals: Buffer.from(refusals) }
}
