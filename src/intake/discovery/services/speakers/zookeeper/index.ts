import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observeLines } from '../../observe.ts'

/** ZooKeeper: the four-letter word srvr. No node is read. */
export const zookeeper: Speaker = {
  id: 'zookeeper',
  title: 'ZooKeeper',
  sends: 'srvr; no node is read',
  ports: [2181, 2182],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say('srvr')
    const text = (await opened.value.words(300, 2_500)).toString('latin1')
    opened.value.close()
    if (!/^(?:Zookeeper version: |srvr is not executed because it is not in the whitelist)/i.test(text))
      return undefined
    return {
      protocol: 'zookeeper',
      banner: plainText(text, 200),
      observations: [observeLines('zookeeper.srvr', text, 'srvr answer')],
      signs: /^Zookeeper version/i.test(text) ? [{ kind: 'no-authentication', evidence: plainText(text, 160) }] : [],
    }
  },
}
