import { lineLength, plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/** RTSP (RFC 7826): OPTIONS. No stream is described or played. */
export const rtsp: Speaker = {
  id: 'rtsp',
  title: 'RTSP',
  sends: 'OPTIONS; no stream is described or played',
  ports: [554, 8554],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    const talk = opened.value
    talk.say('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: Lunette\r\n\r\n')
    const status = plainText((await talk.next(lineLength, 3_000)) ?? '', 120)
    const head = /^RTSP\/\d/.test(status) ? (await talk.words(200, 1_500)).toString('latin1') : ''
    talk.close()
    if (!/^RTSP\/\d/.test(status)) return undefined
    const server = /^Server: *([^\r\n]{1,200})/im.exec(head)?.[1]
    return {
      protocol: 'rtsp',
      banner: server ?? status,
      observations: server === undefined ? [] : [observe('rtsp.server', server, 'RTSP Server header')],
      signs: [],
    }
  },
}
