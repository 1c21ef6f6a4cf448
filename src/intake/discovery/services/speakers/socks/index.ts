import type { Speaker } from '../../contract.ts'

/** Version 5, one method: none (RFC 1928 section 3). */
const HELLO = Buffer.from([5, 1, 0])
const NONE = 0
const REFUSED = 0xff

/** SOCKS 5: whether it lets strangers in. Nothing is connected to through it. */
export const socks: Speaker = {
  id: 'socks',
  title: 'SOCKS proxy',
  sends: 'the choice of no sign-in; nothing is connected to through it',
  ports: [1080, 1081, 9050, 9150],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(HELLO)
    const answer = await opened.value.words(150, 2_000)
    opened.value.close()
    const [version, method] = answer
    if (answer.length !== 2 || version !== 5 || (method !== NONE && method !== REFUSED)) return undefined
    const open = method === NONE
    return {
      protocol: 'socks',
      banner: open ? 'SOCKS 5, no sign-in' : 'SOCKS 5, wants a sign-in',
      observations: [],
      signs: open ? [{ kind: 'no-authentication', evidence: 'chose the method 0: no sign-in' }] : [],
    }
  },
}
