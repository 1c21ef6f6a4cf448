import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { inject } from 'vitest'
import { installationDatabase } from './database.ts'

const root = join(import.meta.dirname, '../..')

export interface CliRun {
  code: number | null
  stdout: string
  stderr: string
}

/** Databases of the data folders, where the tests run on an external server. */
const databases = new Map<string, Promise<string>>()

/** What a user has set who keeps the data of this folder on an external server; nothing where it is embedded. */
async function placeOfData(env: Record<string, string> = {}): Promise<Record<string, string>> {
  const folder = env.LUNETTE_DATA_DIR
  if (inject('databaseServer').administrator === undefined || folder === undefined || env.DATABASE_URL) return {}
  const made = databases.get(folder) ?? installationDatabase()
  databases.set(folder, made)
  return { DATABASE_URL: await made }
}

/** Runs the command line as a user does, in its own process. */
export async function lunette(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; uid?: number; gid?: number } = {},
): Promise<CliRun> {
  const { DATABASE_URL: _database, ...environment } = process.env
  const { cwd = root, env, ...user } = options
  const place = await placeOfData(env)
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(root, 'bin/lunette.mjs'), ...args],
      {
        ...user,
        cwd,
        env: { ...environment, NO_COLOR: '1', ...place, ...env },
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
