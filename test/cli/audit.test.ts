import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Instant } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import { openDatabase } from '#platform/database'
import { lunette } from '../support/cli.ts'
import { dataFolder } from '../support/data-folder.ts'

const folder = dataFolder('audit')
const env = { LUNETTE_DATA_DIR: join(folder, 'data') }
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the audit trail is recomputed, and a head that was kept tells when its end was cut off', async () => {
  const opened = await openDatabase({ dataDir: env.LUNETTE_DATA_DIR })
  if (!opened.ok) throw new Error(opened.error.message)
  for (const target of ['one', 'two'])
    await opened.value.inTransaction((work) =>
      recordAudit(work, {
        chain: 'instance',
        at: '2026-01-01T00:00:00.000Z' as Instant,
        actor: 'mara',
        action: 'x.y',
        target,
      }),
    )
  await opened.value.close()
  const whole = await lunette(['audit', 'verify', '--json'], { env })
  expect(whole.code).toBe(0)
  const [state] = JSON.parse(whole.stdout) as { head: string }[]
  expect(state).toMatchObject({ chain: 'instance', entries: 2, erased: 0, brokenAt: null, cut: false })
  expect((await lunette(['audit', 'verify', '--expect', state!.head], { env })).code).toBe(0)
  const lost = await lunette(['audit', 'verify', '--expect', state!.head.replace(':2:', ':3:')], { env })
  expect(lost).toMatchObject({ code: 1, stdout: expect.stringContaining('CUT OFF') })
  expect((await lunette(['audit', 'verify', '--expect', 'nonsense'], { env })).code).toBe(2)
})
