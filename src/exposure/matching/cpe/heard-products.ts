import { distributionFacts } from '../distributions.ts'
import type { Identity } from '../identity.ts'
import type { Dial } from '../matchers/types.ts'
import type { ProductWords } from './names.ts'

/**
 * The products under whose names knowledge is looked up. Precise hears a component's CPEs where no advisory database
 * covers it: files and services with a CPE, stock products, and packages of distributions that list fixes only. Of
 * packages that carry fixes back to older versions only the CNA's own record is heard there, for a CPE's range says
 * little of them. Language packages have their own databases, and guessed CPEs beside a package name are the classic
 * source of false positives.
 */
export function heardProducts(identity: Identity, dial: Dial, speaker: 'cna' | 'analyst'): readonly ProductWords[] {
  if (dial === 'comprehensive' || identity.kind === 'other' || identity.banner) return identity.cpes.products()
  if (identity.kind === 'language') return identity.cpes.stock
  if (!identity.release) return nothing
  const { lists, followsUpstream } = distributionFacts(identity.release.base)
  return lists === 'fixes' && (followsUpstream || speaker === 'cna') ? identity.cpes.products() : nothing
}

const nothing: readonly ProductWords[] = []
