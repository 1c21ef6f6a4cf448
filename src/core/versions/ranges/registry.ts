import type { SchemeId } from '../types.ts'
import { apk } from './apk.ts'
import { maven, nuget } from './brackets.ts'
import { cargo } from './cargo.ts'
import { comparatorLists } from './comparators.ts'
import { composer } from './composer.ts'
import { conan } from './conan.ts'
import { hex } from './hex.ts'
import { npm } from './npm.ts'
import { openssl } from './openssl.ts'
import { pypi } from './pypi.ts'
import { semver } from './semver.ts'
import type { NativeSyntax } from './types.ts'

const syntaxes: Readonly<Partial<Record<SchemeId, NativeSyntax>>> = {
  apk,
  cargo,
  composer,
  conan,
  hex,
  maven,
  npm,
  nuget,
  openssl,
  pypi,
  semver,
}

/** A scheme's own range syntax, or comparator lists. */
export function nativeSyntaxOf(scheme: SchemeId): NativeSyntax {
  return syntaxes[scheme] ?? comparatorLists(scheme)
}
