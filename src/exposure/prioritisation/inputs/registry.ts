import { automatable, technicalImpact } from './adp.ts'
import { humanImpact, missionImpact, publiclyExposed, systemExposure } from './asset.ts'
import type { AnswerPoint } from './contract.ts'
import { exploitation, inKev } from './exploitation.ts'

/** Decision points we can answer, by `namespace:key` without version: a point's values keep their keys across versions. */
export const answers: Readonly<Record<string, AnswerPoint>> = {
  'cisa:PE': publiclyExposed,
  'cisa:KEV': inKev,
  'ssvc:A': automatable,
  'ssvc:TI': technicalImpact,
  'ssvc:E': exploitation,
  'ssvc:EXP': systemExposure,
  'ssvc:HI': humanImpact,
  'ssvc:MWI': missionImpact,
}
