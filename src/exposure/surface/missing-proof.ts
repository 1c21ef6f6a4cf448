import { commandLine } from '#core/kernel'
import type { ScopeProof } from './scope.ts'

/** What a name lacks to be proven: what was looked for and not found, or that nobody began. */
export function missingProof(name: string, proofs: readonly ScopeProof[]): string {
  const begun = proofs.filter((proof) => name === proof.name || name.endsWith(`.${proof.name}`))
  const last = begun.find(({ name: of }) => of === name) ?? begun[0]
  const again = commandLine(`scope prove ${last?.name ?? name}`)
  if (!last) return `prove it first, by a DNS record, a file or an administrator’s word (${again})`
  const what = last.method === 'dns-txt' ? 'the DNS record' : 'the file'
  const why = last.detail === undefined ? 'was not looked for yet' : `was not found (${last.detail})`
  return `${what} that proves ${last.name} ${why}: put it there and look again (${again})`
}
