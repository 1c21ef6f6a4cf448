import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface IdentityProviderProcess {
  issuer: string
  /** Says who has which name and groups from now on. */
  know(people: Record<string, { preferred_username: string; groups: string[] }>): void
  /** What a person's browser does at the provider: from the address Lunette sends it to, to the address it is sent back to. */
  signIn(url: string, subject: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a real OpenID provider on loopback that sends people back to one address. */
export async function identityProvider(redirectUri: string): Promise<IdentityProviderProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'lunette-provider-'))
  const people = join(folder, 'people.json')
  writeFileSync(people, '{}')
  const script = join(import.meta.dirname, 'identity-provider-process.ts')
  const child = spawn(process.execPath, ['--no-warnings', script, redirectUri, people], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [issuer] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    issuer: issuer.toString().trim(),
    know: (known) => writeFileSync(people, JSON.stringify(known)),
    signIn: (url, subject) => walk(url, subject, redirectUri),
    async stop() {
      child.kill()
      await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const MOST_STEPS = 10

async function walk(start: string, subject: string, redirectUri: string): Promise<string> {
  const jar = new Map<string, string>()
  let url = start
  for (let step = 0; step < MOST_STEPS; step++) {
    if (url.startsWith(redirectUri)) return url
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const next = answer.headers.get('location')
    if (next) url = new URL(next, url).href
    else {
      const form = /href="([^"]+)SUBJECT"/.exec(await answer.text())?.[1]
      if (!form) throw new Error(`the provider answered ${answer.status}`)
      url = new URL(`${form}${subject}`, url).href
    }
  }
  throw new Error('the provider does not come to an end')
}
