import type { Importer } from './contract.ts'
import { cyclonedx } from './cyclonedx/index.ts'
import { npmLockfile } from './npm-lockfile/index.ts'
import { spdx } from './spdx/index.ts'

/** Every importer by its id, in the order in which they are asked whether they recognise a file. */
export const importers: ReadonlyMap<string, Importer> = new Map(
  [cyclonedx, spdx, npmLockfile].map((importer) => [importer.id, importer]),
)
