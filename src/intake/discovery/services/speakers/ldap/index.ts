import { plainText } from '../../../conversation/index.ts'
import type { Sign, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { readAttributes, rootSearch, tlvLength } from './ber.ts'

/** LDAP (RFC 4511): the root entry, which a directory shows to anyone. No bind, no other entry. */
export const ldap: Speaker = {
  id: 'ldap',
  title: 'LDAP',
  sends: 'a search of the root entry only, without a bind',
  ports: [389, 636, 3268, 3269],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say(rootSearch)
    const first = await talk.next(tlvLength, 3_000)
    talk.close()
    if (first?.[0] !== 0x30) return undefined
    const attributes = readAttributes(first)
    if (!attributes) return undefined
    const text = attributes.map(([name, value]) => `${name}=${value}`).join(';')
    const contexts = attributes.filter(([name]) => name === 'namingContexts').map(([, value]) => value)
    const signs: Sign[] =
      contexts.length > 0
        ? [
            {
              kind: 'anonymous',
              evidence: `root entry readable without a bind: ${plainText(contexts.join(', '), 160)}`,
            },
          ]
        : []
    return {
      protocol: 'ldap',
      banner: plainText(text, 200),
      observations: [observe('ldap.root', text, 'LDAP root entry', 2_048)],
      signs,
    }
  },
}
