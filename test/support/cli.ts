import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface CliRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the command line as a user does, in its own process. */
export function lunette(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; uid?: number; gid?: number } = {},
): Promise<CliRun> {
  const { DATABASE_URL: _database, ...environment } = process.env
  const { cwd = root, env, ...user } = options
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(root, 'bin/lunette.mjs'), ...args],
      {
        ...user,
        cwd,
        env: { ...environment, NO_COLOR: '1', ...env },
      },
    )
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** Path of one of the sample organisation's SBOMs. */
export function sample(name: string): string {
  return join(root, 'src/flows/sample', `${name}.cdx.json`)
}
