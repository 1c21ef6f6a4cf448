import type { VersionScheme } from './scheme.ts'
import { alpm } from './schemes/alpm.ts'
import { apk } from './schemes/apk.ts'
import { cargo } from './schemes/cargo.ts'
import { composer } from './schemes/composer.ts'
import { conan } from './schemes/conan.ts'
import { cran } from './schemes/cran.ts'
import { datetime } from './schemes/datetime.ts'
import { deb } from './schemes/deb.ts'
import { gem } from './schemes/gem.ts'
import { generic } from './schemes/generic.ts'
import { gentoo } from './schemes/gentoo.ts'
import { golang } from './schemes/golang.ts'
import { hackage } from './schemes/hackage.ts'
import { hex } from './schemes/hex.ts'
import { intdot } from './schemes/intdot.ts'
import { jvm } from './schemes/jvm.ts'
import { lexicographic } from './schemes/lexicographic.ts'
import { maven } from './schemes/maven.ts'
import { npm } from './schemes/npm.ts'
import { nuget } from './schemes/nuget.ts'
import { openssl } from './schemes/openssl.ts'
import { pub } from './schemes/pub.ts'
import { pypi } from './schemes/pypi.ts'
import { rpm } from './schemes/rpm.ts'
import { semver } from './schemes/semver.ts'
import type { SchemeId } from './types.ts'

/** Every scheme; a forgotten one does not compile. */
export const schemes: Readonly<Record<SchemeId, VersionScheme>> = {
  alpm,
  apk,
  cargo,
  composer,
  conan,
  cran,
  datetime,
  deb,
  gem,
  generic,
  gentoo,
  golang,
  hackage,
  hex,
  intdot,
  jvm,
  lexicographic,
  maven,
  npm,
  nuget,
  openssl,
  pub,
  pypi,
  rpm,
  semver,
}
