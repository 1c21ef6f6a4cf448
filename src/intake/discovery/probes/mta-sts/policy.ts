/** A policy of MTA-STS (RFC 8461 section 3.2). */
export interface StsPolicy {
  mode: 'enforce' | 'testing' | 'none'
  mx: string[]
}

const MOST_LINES = 1000

/** Reads a policy; chunk sizes of HTTP between its lines do no harm. `undefined`: it is none. */
export function parsePolicy(body: string): StsPolicy | undefined {
  const mx: string[] = []
  let [version, mode]: [string | undefined, StsPolicy['mode'] | undefined] = [undefined, undefined]
  for (const line of body.split(/\r?\n/, MOST_LINES)) {
    const [, key = '', value = ''] = /^\s*([a-z_]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
    if (key === 'version') version ??= value
    if (key === 'mode' && (value === 'enforce' || value === 'testing' || value === 'none')) mode ??= value
    if (key === 'mx') mx.push(value.toLowerCase())
  }
  return version === 'STSv1' && mode ? { mode, mx } : undefined
}

/** Whether a pattern of a policy names a server: `*.` stands for one label (RFC 8461 section 4.1). */
export function servesName(pattern: string, server: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === server
  return server.slice(server.indexOf('.') + 1) === pattern.slice(2)
}
