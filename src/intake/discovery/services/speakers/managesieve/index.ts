import { plainText } from '../../../conversation/index.ts'
import type { Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** ManageSieve (RFC 5804): the capabilities the server greets with. No sign-in is tried. */
export const managesieve: Speaker = {
  id: 'managesieve',
  title: 'ManageSieve',
  sends: 'LOGOUT; the server greets with its capabilities',
  ports: [4190, 2000],
  recognises: (greeting) => /^"IMPLEMENTATION" /i.test(greeting.toString('latin1', 0, 20)),
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const text = (await opened.value.words(200, 3_000)).toString('latin1')
    opened.value.say('LOGOUT\r\n')
    opened.value.close()
    const implementation = /^"IMPLEMENTATION" "([^"]{1,120})"/im.exec(text)?.[1]
    if (implementation === undefined) return undefined
    const plain = /^"SASL" "[^"]{0,120}\b(?:PLAIN|LOGIN)\b/im.test(text)
    const signs: Sign[] =
      plain && !line.secure ? [{ kind: 'cleartext-login', evidence: 'SASL PLAIN offered before encryption' }] : []
    return {
      protocol: 'managesieve',
      banner: plainText(text, 200),
      observations: [observe('sieve.banner', implementation, 'ManageSieve banner')],
      signs,
    }
  },
}
