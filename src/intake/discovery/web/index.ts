/** Visiting the web sites of one server: its names, its well-known paths, its scripts, and where they lead. */
export { FAVICON, observeSites } from './observe-site.ts'
export { pivotsOf, siteAddress } from './pivots.ts'
export { allAnswers, answerAt, type Site } from './site.ts'
export { ASKED_ORIGIN, KnownSites, type VisitPlan, visitSites, type WebLine } from './visit.ts'
