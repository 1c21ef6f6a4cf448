import type { Speaker } from '../../contract.ts'

const CPING = Buffer.from([0x12, 0x34, 0, 1, 10])
const CPONG = Buffer.from([0x41, 0x42, 0, 1, 9])

/** AJP 1.3, by which web servers speak to Tomcat and its like: asked whether it is there. No request is passed on. */
export const ajp: Speaker = {
  id: 'ajp',
  title: 'AJP',
  sends: 'CPing; no request is passed on',
  ports: [8009],
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say(CPING)
    const answer = await opened.value.next((unread) => (Math.min(unread.length, 5) >= 5 ? 5 : 0), 2_000)
    opened.value.close()
    if (!answer?.equals(CPONG)) return undefined
    return { protocol: 'ajp', banner: 'CPong', observations: [], signs: [] }
  },
}
