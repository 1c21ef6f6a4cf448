export { dueOf, type ObligationCalendar, usualCalendar } from './clock.ts'
export { type ObligationRule, rulesOn } from './rule.ts'
export { obligationRules } from './rules.ts'
export { isTimeZone } from './zoned.ts'
