import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'
import { readGreeting } from './greeting.ts'

/** MySQL and MariaDB: the greeting of the server. Nothing is sent and no sign-in is tried. */
export const mysql: Speaker = {
  id: 'mysql',
  title: 'MySQL and MariaDB',
  sends: 'nothing: the server greets with its version',
  ports: [3306, 33060],
  recognises: (greeting) => readGreeting(greeting) !== undefined,
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const packet = await opened.value.next(
      (unread) => (unread.length < 4 ? 0 : Math.min(unread.readUIntLE(0, 3), 4_096) + 4),
      3_000,
    )
    opened.value.close()
    const greeting = packet && readGreeting(packet)
    if (!greeting) return undefined
    const text = plainText(greeting.text, 256)
    return {
      protocol: 'mysql',
      banner: text,
      observations: [
        greeting.kind === 'version'
          ? observe('mysql.version', text, 'MySQL greeting')
          : observe('mysql.error', text, 'MySQL error message'),
      ],
      signs: [],
    }
  },
}
