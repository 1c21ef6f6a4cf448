import type { ChangeKind } from '@contract/changes.ts'

/** What happened, as one says it of several findings. */
export const changeWords: Readonly<Record<ChangeKind, string>> = {
  opened: 'new',
  reopened: 'reopened',
  returned: 'back on the list',
  'more-urgent': 'more urgent',
  'less-urgent': 'less urgent',
  restated: 'with other reasons',
  suppressed: 'suppressed',
  'ruling-replaced': 'under another ruling',
  resolved: 'resolved',
  moved: 'under another name or at another place',
  worked: 'set or undone by hand',
  claimed: 'claimed fixed',
  'claim-withdrawn': 'no longer claimed fixed',
  verified: 'verified as fixed',
  'still-seen': 'still seen though claimed fixed',
  'claim-ended': 'ended without a word on whether they were fixed',
}
