import type { Result } from '#core/kernel'
import { commandLine } from '#core/kernel'
import { type Config, loadConfig } from '#platform/config'
import { type Check, type CheckResult, checks } from '../doctor-checks.ts'
import { exitCodes } from '../exit-codes.ts'

interface DoctorFlags {
  dataDir?: string
  json?: boolean
}

const marks = { good: '✓', warning: '!', bad: '✗' } as const

/** `lunette doctor`: each check with what was found and, where something is wrong, how to mend it. Exit 3 when something is broken. */
export async function doctor(flags: DoctorFlags): Promise<number> {
  const config = loadConfig(process.env, { dataDir: flags.dataDir })
  const results: ({ name: string } & CheckResult)[] = [{ name: 'settings', ...settings(config) }]
  // The others rest on the settings: with wrong ones they would look at another place than the commands do.
  if (config.ok) for (const check of checks) results.push({ name: check.name, ...(await attempt(check, config.value)) })
  if (flags.json) process.stdout.write(`${JSON.stringify(results)}\n`)
  else
    for (const { name, state, found, mend } of results)
      process.stdout.write(`${marks[state]} ${name}: ${found}${mend ? `\n    → ${mend}` : ''}\n`)
  return results.some((result) => result.state === 'bad') ? exitCodes.failure : exitCodes.clean
}

function settings(config: Result<Config>): CheckResult {
  return config.ok
    ? { state: 'good', found: `understood; ${commandLine('config show')} lists them` }
    : { state: 'bad', found: config.error.message, mend: 'correct it; docs/generated/settings.md has every setting' }
}

/** A check that itself breaks is a finding of the doctor, not its end. */
async function attempt(check: Check, config: Config): Promise<CheckResult> {
  try {
    return await check.run(config)
  } catch (error) {
    return {
      state: 'bad',
      found: error instanceof Error ? error.message : String(error),
      mend: 'see the message; LUNETTE_DEBUG=1 prints more',
    }
  }
}
