export type { ReadyBarrier, ReadyControl, ReadyScenario } from './contract.ts'
export { readyScenarios } from './scenarios.ts'
