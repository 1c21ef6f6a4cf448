import type { Statement } from '#core/vocabulary'

/** A published statement that says nothing yet. */
export const blankStatement: Omit<Statement, 'source' | 'recordId'> = {
  state: 'published',
  aliases: [],
  related: [],
  severities: [],
  cwes: [],
  ssvc: [],
  affected: [],
  references: [],
}
