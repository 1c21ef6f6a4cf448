import { lineLength, plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** NATS: the server introduces itself as JSON, and says whether it wants credentials. Nothing is sent. */
export const nats: Speaker = {
  id: 'nats',
  title: 'NATS',
  sends: 'nothing: the server introduces itself',
  ports: [4222],
  recognises: (greeting) => /^INFO \{/.test(greeting.toString('latin1', 0, 8)),
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const text = plainText((await opened.value.next(lineLength, 3_000)) ?? '', 2_048)
    opened.value.close()
    if (!text.startsWith('INFO {')) return undefined
    const open = !/"auth_required":\s*true/.test(text)
    return {
      protocol: 'nats',
      banner: text.slice(0, 200),
      observations: [observe('nats.info', text, 'NATS INFO', 2_048)],
      signs: open ? [{ kind: 'no-authentication', evidence: 'INFO says nothing of auth_required' }] : [],
    }
  },
}
