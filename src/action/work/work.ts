/** What people set of the work on a finding. `null` takes it back. */
export interface WorkFields {
  /** A member of the workspace, by name. */
  assignee: string | null
  team: string | null
  /** Claimed fixed waits for an import that confirms or refutes it. */
  progress: 'in-progress' | 'claimed-fixed' | null
  /** Overrides the decision's own date; an instant. */
  dueAt: string | null
  ticketUrl: string | null
}

/** Fields to set; those left out stay as they are. */
export type WorkChange = Partial<WorkFields>

/**
 * What the writer of a change had seen: when the work was changed last (`null`: never), single fields, or that nobody else
 * had changed it since an instant.
 */
export interface SeenWork {
  version?: string | null | undefined
  saw?: WorkChange | undefined
  unchangedSince?: string | undefined
}

/** Each field with its column of `finding_work`. */
export const workColumns = {
  assignee: 'assignee',
  team: 'team',
  progress: 'progress',
  dueAt: 'due_at',
  ticketUrl: 'ticket_url',
} as const satisfies Record<keyof WorkFields, string>
