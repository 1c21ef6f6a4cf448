/** Tells how far work has come, `total` left out while nobody knows; may throw to stop it. */
export type Report = (step: string, done: number, total?: number, unit?: string) => void
