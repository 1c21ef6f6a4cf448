import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** Numbers come after the name of the server only: without one they are another protocol's. */
const answers = /^(?::[\w.-]{1,120} (?:NOTICE|CAP|\d{3}) |(?:NOTICE|CAP) |ERROR :)/m

/** IRC (RFC 1459): what the server says to VERSION before one registers. Nobody joins. */
export const irc: Speaker = {
  id: 'irc',
  title: 'IRC',
  sends: 'CAP LS and VERSION; nobody registers or joins',
  ports: [6667, 6697, 6666, 6668, 6669, 7000],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say('CAP LS 302\r\nVERSION\r\nQUIT\r\n')
    const text = (await talk.words(400, 2_500)).toString('latin1')
    talk.close()
    if (!answers.test(text)) return undefined
    const banner = plainText(text, 300)
    return { protocol: 'irc', banner, observations: [observe('irc.banner', text, 'IRC answer')], signs: [] }
  },
}
