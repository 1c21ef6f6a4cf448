/** Estimates with their uncertainty, and the source of each formula. Pure. */
export { type MedianTime, medianTime, type SurvivalPoint } from './survival.ts'
