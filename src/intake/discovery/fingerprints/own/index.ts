import type { FingerprintRule } from '../rule.ts'
import { appliances } from './appliances.ts'
import { applications } from './applications.ts'
import { banners } from './banners.ts'
import { frontPages } from './front-pages.ts'
import { infrastructure } from './infrastructure.ts'
import { libraryRules } from './libraries.ts'
import { mailAndFiles } from './mail-and-files.ts'
import { selfHosted } from './self-hosted.ts'
import { webServers } from './web-servers.ts'

/** The fingerprints that ship with Lunette: enough to start without any download. */
export const ownRules: readonly FingerprintRule[] = [
  ...webServers,
  ...applications,
  ...infrastructure,
  ...selfHosted,
  ...appliances,
  ...banners,
  ...mailAndFiles,
  ...frontPages,
  ...libraryRules,
]

export { ownLifecycles } from './lifecycles.ts'
