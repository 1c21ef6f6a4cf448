import { plainText } from '../../../conversation/index.ts'
import type { Speaker } from '../../contract.ts'
import { observe } from '../../observe.ts'

/**
 * Printers that take jobs on a bare port: the question for their model in their own job language, which prints nothing.
 * Anything else said to such a port comes out on paper.
 */
export const pjl: Speaker = {
  id: 'pjl',
  title: 'Printer port (PJL)',
  sends: '@PJL INFO ID, which printers answer and do not print',
  ports: [9100, 9101, 9102, 9103, 9104, 9105, 9106, 9107],
  guardsPorts: true,
  async speak(line) {
    const opened = await line.open()
    if (!opened.ok) return undefined
    opened.value.say('\x1b%-12345X@PJL INFO ID\r\n\x1b%-12345X\r\n')
    const text = plainText(await opened.value.words(200, 1_500), 300)
    opened.value.close()
    const model = /^@PJL INFO ID\s+"?([^"]{2,120})"?/.exec(text)?.[1]
    return model === undefined
      ? undefined
      : { protocol: 'pjl', banner: model, observations: [observe('pjl.model', model, 'PJL answer')], signs: [] }
  },
}
