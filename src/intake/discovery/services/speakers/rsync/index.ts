import { lineLength, plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** rsync daemon: its version and the list of modules it shows to anyone. No module is opened. */
export const rsync: Speaker = {
  id: 'rsync',
  title: 'rsync',
  sends: 'its version and the request for the list of modules',
  ports: [873],
  recognises: (greeting) => greeting.toString('latin1', 0, 9) === '@RSYNCD: ',
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    const banner = plainText((await talk.next(lineLength, 3_000)) ?? '', 128)
    if (!banner.startsWith('@RSYNCD: ')) {
      talk.close()
      return undefined
    }
    talk.say('@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n#list\n')
    const modules = plainText((await talk.words(300, 2_000)).toString('latin1').replace(/@RSYNCD:.*/g, ''), 300)
    talk.close()
    return {
      protocol: 'rsync',
      banner,
      observations: [observe('rsync.banner', banner, 'rsync banner')],
      signs: modules === '' ? [] : [{ kind: 'no-authentication', evidence: `modules listed: ${modules}` }],
    }
  },
}
