const words: Readonly<Record<string, string>> = {
  'finding.opened': 'a finding to do now or soon',
  'finding.raised': 'a finding becomes more urgent',
  'finding.reopened': 'a finding is open again',
  'finding.resolved': 'a finding is resolved',
  'finding.suppressed': 'a finding is suppressed',
  'finding.due': 'a finding is due within two days',
  'finding.overdue': 'a finding is overdue',
  'ruling.ending': 'a ruling ends within a week',
  'feed.stale': 'knowledge grows old',
  'import.failed': 'an import failed',
  'surface.changed': 'the attack surface changed',
  'case.reopened': 'a closed case is open again',
}

/** What a kind of notice tells, in words. */
export function wordsOfKind(kind: string): string {
  return words[kind] ?? kind
}
