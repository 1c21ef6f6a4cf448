/** Keys a filter of people knows. */
export const peopleFilterKeys: Readonly<Record<string, readonly string[]>> = {
  role: ['viewer', 'analyst', 'owner', 'admin'],
  state: ['active', 'suspended'],
}

/** Keys a filter of the audit trail knows; each takes any word. Other words search target and details. */
export const auditFilterKeys: Readonly<Record<string, readonly string[]>> = { actor: [], action: [], target: [] }
