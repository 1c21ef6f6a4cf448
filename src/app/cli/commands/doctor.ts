import { dataFolder } from '../../data-folder.ts'
import { type Check, type CheckResult, checks } from '../doctor-checks.ts'
import { exitCodes } from '../exit-codes.ts'

interface DoctorFlags {
  dataDir?: string
  json?: boolean
}

const marks = { good: '✓', warning: '!', bad: '✗' } as const

/** `lunette doctor`: each check with what was found and, where something is wrong, how to mend it. Exit 3 when something is broken. */
export async function doctor(flags: DoctorFlags): Promise<number> {
  const folder = dataFolder(flags.dataDir)
  const results: ({ name: string } & CheckResult)[] = []
  for (const check of checks) results.push({ name: check.name, ...(await attempt(check, folder)) })
  if (flags.json) process.stdout.write(`${JSON.stringify(results)}\n`)
  else
    for (const { name, state, found, mend } of results)
      process.stdout.write(`${marks[state]} ${name}: ${found}${mend ? `\n    → ${mend}` : ''}\n`)
  return results.some((result) => result.state === 'bad') ? exitCodes.failure : exitCodes.clean
}

/** A check that itself breaks is a finding of the doctor, not its end. */
async function attempt(check: Check, folder: string): Promise<CheckResult> {
  try {
    return await check.run(folder)
  } catch (error) {
    return {
      state: 'bad',
      found: error instanceof Error ? error.message : String(error),
      mend: 'see the message; LUNETTE_DEBUG=1 prints more',
    }
  }
}
