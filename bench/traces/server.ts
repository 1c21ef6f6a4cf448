import { systemClock } from '#core/kernel'
import { takeRegister } from '#flows/take-register'
import { settleTraces } from '#flows/traces'
import { DEFAULT_WORKSPACE, openDatabase } from '#platform/database'
import { serve } from '../../test/browser/serve.ts'
import { makePerson, Visitor } from '../../test/support/people.ts'

/** The server of the bench, in a process of its own: what it holds is what is measured. */
const register = `
ai-register: 1
systems:
  - id: helpdesk
    name: Helpdesk
    purpose: answers customers
    role: deployer
    autonomy: supervised
    traces: { services: [helpdesk-api], stratum: [app.channel, app.language] }
controls:
  - { id: input-filter, name: Input filter, claim: stops injected instructions, system: helpdesk }
monitors:
  - { id: stopped, system: helpdesk, kind: rate, measure: acted, usual: 0.02, bad: 0.06 }
`

const opened = await openDatabase({ dataDir: process.argv[2]! })
if (!opened.ok) throw new Error(opened.error.message)
const database = opened.value
await takeRegister({ database, clock: systemClock }, { workspaceId: DEFAULT_WORKSPACE, text: register }, async () => {})
const server = await serve(database, 0, { requestsPerMinute: 1_000_000, strictRequestsPerMinute: 1_000_000 })
const person = await Visitor.of(server.origin, database, await makePerson(database, 'bench', 'owner'))
await person.ask('PUT', '/trace-settings', { sample: 1, spansPerSecond: 100_000, keepDigests: false })
const { token } = await person.json<{ token: string }>('POST', '/account/tokens', {
  name: 'bench',
  scopes: ['traces'],
  days: 1,
})

let settled = 0
let settling = false
let peak = 0
const memory: number[] = []
const clocks = [
  setInterval(async () => {
    if (settling) return
    settling = true
    settled += (await settleTraces({ database, clock: systemClock }, DEFAULT_WORKSPACE, 5_000)).traces
    settling = false
  }, 5_000),
  setInterval(() => {
    const { rss } = process.memoryUsage()
    peak = Math.max(peak, rss)
    memory.push(rss)
  }, 500),
]

process.on('message', async (word) => {
  if (word === 'mark') process.send!({ cpu: process.cpuUsage(), memory: memory.splice(0), peak, settled })
  if (word !== 'end') return
  for (const clock of clocks) clearInterval(clock)
  while (settling) await new Promise((resolve) => setTimeout(resolve, 50))
  settled += (await settleTraces({ database, clock: systemClock }, DEFAULT_WORKSPACE, 0)).traces
  const control = await person.json<{ coverage: { share: number } }>('GET', '/controls/input-filter')
  process.send!({ settled, coverage: control.coverage.share })
  await server.close()
  await database.close()
  process.disconnect()
})
process.send!({ origin: server.origin, token })
