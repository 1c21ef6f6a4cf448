import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import type { SecretBox } from '#platform/secrets'
import { type Account, type Attempt, checkPassword } from './accounts.ts'
import { secondFactorState, useSecondFactor } from './second-factor.ts'
import { attemptWorked, returnAttempt } from './throttle.ts'

/**
 * Signs somebody in: password, and a code where a second factor is on. Problems: `wrong-credentials`,
 * `too-many-attempts`, `second-factor-needed` (the password was right), `wrong-code`.
 */
export async function signIn(
  database: Database,
  secrets: SecretBox,
  { code, ...attempt }: Attempt & { code?: string | undefined },
  now: Instant,
): Promise<Result<Account & { recovery: boolean }>> {
  const checked = await checkPassword(database, attempt, now)
  if (!checked.ok) return checked
  const { account, subjects } = checked.value
  const factor = await secondFactorState(database.instance, account.id)
  let recovery = false
  if (factor.since !== null) {
    if (code === undefined) {
      // Not cleared: whoever has the password could otherwise try codes without end.
      await returnAttempt(database, subjects)
      return err(problem('second-factor-needed', 'enter the code of your authenticator, or a recovery code'))
    }
    const used = await useSecondFactor(database.instance, secrets, account.id, code, now)
    if (!used.ok) return used
    recovery = used.value.recovery
  }
  await attemptWorked(database, subjects)
  return ok({ ...account, recovery })
}
