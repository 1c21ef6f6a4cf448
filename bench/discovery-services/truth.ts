import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Software of a service as the lab's ground truth tells it. */
export interface TrueSoftware {
  product: string
  version: string | null
  cpe: string | null
  cpe_aliases: string[]
  where: string
  product_visible: boolean
  version_visible: boolean
}

export interface TrueService {
  id: string
  address: string
  port: number
  transport: 'tcp' | 'udp'
  protocol: string
  names: string[]
  in_scope: boolean
  software: TrueSoftware[]
  weaknesses: string[]
}

/** The lab's own command, beside this project or where LUNETTE_LAB says. Undefined when there is none or it is not up. */
export function labTruth(): TrueService[] | undefined {
  const lab = process.env.LUNETTE_LAB ?? join(import.meta.dirname, '../../../shared/lab/lab')
  if (!existsSync(lab)) return undefined
  try {
    const text = execFileSync(lab, ['truth'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return (JSON.parse(text) as { services: TrueService[] }).services
  } catch {
    return undefined
  }
}
