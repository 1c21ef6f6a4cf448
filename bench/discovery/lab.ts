import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The lab keeps its state in the system's temporary folder; that of a test run is another. */
const env = { ...process.env, TMPDIR: process.env.LUNETTE_LAB_STATE ?? '/tmp' }
const run = (file: string, args: string[]) => promisify(execFile)(file, args, { env, maxBuffer: 2 ** 28 })

/** What the bench reads of the lab's truth. */
export interface Truth {
  company: unknown
  scope: {
    seed_domains: string[]
    seed_ranges: string[]
    in_scope_domains: string[]
    in_scope_ranges: string[]
  }
  resolver: string
  authoritative: string[]
  passive: { ct: string; rdap: string }
  names: TrueName[]
  weaknesses: { id: string; target: string }[]
}

export interface TrueName {
  name: string
  in_scope: boolean
  discover: string[]
}

export interface Lab {
  truth: Truth
  /** Ends the lab where it was started here. */
  end(): Promise<void>
}

const place = process.env.LUNETTE_LAB ?? join(import.meta.dirname, '../../../shared/lab/lab')

/** The lab that is up, or one started for this run; `undefined` where there is none. */
export async function openLab(): Promise<Lab | undefined> {
  if (!existsSync(place)) return undefined
  const isUp = await run(place, ['status']).then(
    () => true,
    () => false,
  )
  // Not root: every port is moved out of the range that needs it.
  if (!isUp) await run(place, ['up', ...(process.getuid?.() === 0 ? [] : ['--port-base', '20000'])])
  const { stdout } = await run(place, ['truth'])
  const end = async () => {
    if (!isUp) await run(place, ['down'])
  }
  return { truth: JSON.parse(stdout) as Truth, end }
}

/** `127.0.0.1:53` in two parts. */
export function targetOf(text: string): { address: string; port: number } {
  const colon = text.lastIndexOf(':')
  return { address: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}
