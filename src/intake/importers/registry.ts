import { apk } from './apk/index.ts'
import { cargoLockfile } from './cargo-lockfile/index.ts'
import { composerLockfile } from './composer-lockfile/index.ts'
import type { Importer } from './contract.ts'
import { cyclonedx } from './cyclonedx/index.ts'
import { defectdojo } from './defectdojo/index.ts'
import { dpkg } from './dpkg/index.ts'
import { gemfileLockfile } from './gemfile-lockfile/index.ts'
import { goModule } from './go-module/index.ts'
import { gradleLockfile } from './gradle-lockfile/index.ts'
import { grype } from './grype/index.ts'
import { masscan } from './masscan/index.ts'
import { mavenPom } from './maven-pom/index.ts'
import { naabu } from './naabu/index.ts'
import { nmap } from './nmap/index.ts'
import { npmLockfile } from './npm-lockfile/index.ts'
import { nuclei } from './nuclei/index.ts'
import { nugetLockfile } from './nuget-lockfile/index.ts'
import { pipfileLockfile } from './pipfile-lockfile/index.ts'
import { pnpmLockfile } from './pnpm-lockfile/index.ts'
import { poetryLockfile } from './poetry-lockfile/index.ts'
import { pylock } from './pylock/index.ts'
import { requirements } from './requirements/index.ts'
import { rpm } from './rpm/index.ts'
import { sarif } from './sarif/index.ts'
import { spdx } from './spdx/index.ts'
import { trivy } from './trivy/index.ts'
import { trivyOperator } from './trivy-operator/index.ts'
import { uvLockfile } from './uv-lockfile/index.ts'
import { yarnLockfile } from './yarn-lockfile/index.ts'
import { zap } from './zap/index.ts'

/** Asked in this order whether they recognise a file; documents that say what they are come first. */
const all: readonly Importer[] = [
  cyclonedx,
  spdx,
  trivy,
  trivyOperator,
  grype,
  sarif,
  nuclei,
  nmap,
  masscan,
  naabu,
  zap,
  defectdojo,
  npmLockfile,
  pnpmLockfile,
  yarnLockfile,
  poetryLockfile,
  uvLockfile,
  pylock,
  pipfileLockfile,
  requirements,
  goModule,
  cargoLockfile,
  gemfileLockfile,
  composerLockfile,
  nugetLockfile,
  mavenPom,
  gradleLockfile,
  dpkg,
  apk,
  rpm,
]

/** Every importer by its id. */
export const importers: ReadonlyMap<string, Importer> = new Map(all.map((importer) => [importer.id, importer]))
