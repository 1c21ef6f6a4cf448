import { randomInt } from 'node:crypto'
import type { Line, Speaker, Spoken } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { readVersionAnswer, type VersionAnswer, versionQuery } from './version-query.ts'

const names = ['version.bind', 'version.server']

/** DNS over TCP: what a name server says of itself. Zones are not asked for here. */
export const dns: Speaker = {
  id: 'dns',
  title: 'DNS',
  sends: 'queries for version.bind and version.server in class CHAOS',
  ports: [53],
  async speak(line) {
    let last: VersionAnswer | undefined
    for (const name of names) {
      const answer = await ask(line, name)
      if (!answer) break
      last = answer
      if (answer.text !== undefined) break
    }
    return last && spokenOf(last)
  },
}

/** What an answer shows, over TCP and UDP alike. */
export function spokenOf({ text, recursion }: VersionAnswer): Spoken {
  return {
    protocol: 'dns',
    ...(text === undefined ? {} : { banner: text }),
    observations: text === undefined ? [] : [observe('dns.version', text, 'version.bind answer')],
    signs: recursion ? [{ kind: 'recursion', evidence: 'the answer says that recursion is available' }] : [],
  }
}

async function ask(line: Line, name: string): Promise<VersionAnswer | undefined> {
  const opened = await line.open({ bytes: 8 * 1024 })
  if (!opened.ok) return undefined
  const id = randomInt(0x1_0000)
  const query = versionQuery(id, name)
  opened.value.say(Buffer.concat([Buffer.from([0, query.length]), query]))
  const message = await opened.value.next((unread) => (unread.length < 2 ? 0 : unread.readUInt16BE(0) + 2), 3_000)
  opened.value.close()
  return message && readVersionAnswer(message.subarray(2), id)
}
