import { plainText } from '../../../conversation/index.ts'
import type { Line, Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { opMessage, readReply } from './wire.ts'

/** MongoDB: hello, buildInfo, and whether the names of databases are told without a sign-in. No document is read. */
export const mongodb: Speaker = {
  id: 'mongodb',
  title: 'MongoDB',
  sends: 'hello, buildInfo, listDatabases (names only); no document is read',
  ports: [27017, 27018, 27019],
  async speak(line) {
    const hello = await ask(line, 'hello', 1)
    const wire = hello?.maxWireVersion
    if (!hello || !('ok' in hello) || (typeof wire !== 'number' && typeof wire !== 'bigint')) return undefined
    const build = await ask(line, 'buildInfo', 2)
    const databases = await ask(line, 'listDatabases', 3)
    const version = typeof build?.version === 'string' ? plainText(build.version, 40) : undefined
    const isOpen = databases?.ok === 1
    return {
      protocol: 'mongodb',
      banner: version === undefined ? 'hello answered' : `MongoDB ${version}`,
      observations: [
        observe('mongodb.hello', `maxWireVersion=${wire}`, 'hello answer'),
        ...(version === undefined ? [] : [observe('mongodb.build', `version=${version}`, 'buildInfo answer')]),
      ],
      signs: isOpen ? [{ kind: 'no-authentication', evidence: 'listDatabases was answered without a sign-in' }] : [],
    }
  },
}

async function ask(line: Line, command: string, id: number): Promise<Record<string, unknown> | undefined> {
  const opened = await line.open({ bytes: 256 * 1024 })
  if (!opened.ok) return undefined
  opened.value.say(opMessage(id, command))
  const reply = await opened.value.next((unread) => {
    if (unread.length < 4) return 0
    const length = unread.readInt32LE(0)
    return length < 16 || length > 200_000 ? unread.length : length
  }, 3_000)
  opened.value.close()
  return reply && readReply(reply)
}
