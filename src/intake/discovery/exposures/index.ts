/** Judging what was seen of a service: checks with evidence, reason and remedy. */
export type { ExposureCheck, ServiceLook, Witnessed } from './contract.ts'
export { joinShown, judge, judgeEach, keyOfShown } from './judge.ts'
export { askedPaths, exposureChecks } from './registry.ts'
