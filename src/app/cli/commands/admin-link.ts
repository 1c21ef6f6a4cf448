import { ok } from '#core/kernel'
import { issueSetupToken } from '#platform/auth'
import { withRuntime } from '../open.ts'
import { finish } from '../say.ts'

/** `lunette admin-link`: a new one-time link that makes an administrator; earlier unused ones stop working. */
export async function adminLink(flags: { dataDir?: string }): Promise<number> {
  const done = await withRuntime(flags, async ({ database, clock, config }) =>
    ok(
      `${config.publicUrl?.replace(/\/$/, '') ?? `http://${config.host}:${config.port}`}/setup#${await issueSetupToken(database, clock())}`,
    ),
  )
  return finish(done, (link) => {
    process.stdout.write(`${link}\n`)
  })
}
