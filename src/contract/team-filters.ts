/** Keys a filter of people knows. */
export const peopleFilterKeys: Readonly<Record<string, readonly string[]>> = {
  role: ['viewer', 'analyst', 'owner', 'admin'],
  state: ['active', 'suspended'],
}

/** Keys a filter of the audit trail knows; each takes any word. Other words search target and details. */
export const auditFilterKeys: Readonly<Record<string, readonly string[]>> = { actor: [], action: [], target: [] }

/** Keys a filter of rulings knows. Other words search vulnerability, rule, reason, author and what it reaches. */
export const dispositionFilterKeys: Readonly<Record<string, readonly string[]>> = {
  state: ['in-force', 'ended', 'revoked', 'replaced'],
  status: ['false-positive', 'accepted', 'not-affected'],
  scope: ['finding', 'component', 'asset', 'workspace'],
  rests: ['version', 'advisory', 'evidence', 'exposure', 'exploitation'],
  ends: ['week', 'month', 'later'],
  covers: ['some', 'none'],
  by: [],
  from: ['person', 'vex'],
}

/** Keys a filter of changes of findings knows. Other words search what was set and why. */
export const findingChangeFilterKeys: Readonly<Record<string, readonly string[]>> = {
  by: [],
  kind: ['work', 'ruling'],
  undone: ['yes', 'no'],
}
