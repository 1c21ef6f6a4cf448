/** The workspace that the first migration makes. */
export const DEFAULT_WORKSPACE = '00000000-0000-4000-8000-000000000001'
