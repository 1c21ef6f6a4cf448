import type { ObligationRule } from './rule.ts'

/**
 * Duties to report, as data. A version is never rewritten: a change of law is a further version, from its day on. Read from
 * the texts named as source; nothing here is legal advice, and each is to be verified before anybody relies on it.
 */
export const obligationRules: readonly ObligationRule[] = [
  {
    ...{ id: 'ai-act-73-serious', version: 1, name: 'EU AI Act: serious incident', jurisdiction: 'EU' },
    ...{
      role: 'provider of a high-risk AI system',
      trigger: 'a serious incident, once a link to the system is likely',
    },
    ...{ clock: 'aware', deadline: 15, unit: 'calendar-days', mayBeIncomplete: true, follows: null },
    recipient: 'market surveillance authority of the Member State where it happened',
    source: 'Regulation (EU) 2024/1689, Art. 73(2) and (5)',
    ...{ from: '2026-08-02', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette' },
    note: 'For Annex III systems the Digital Omnibus moves the duties to 2 December 2027, by secondary sources: check which day holds for you.',
  },
  {
    ...{
      id: 'ai-act-73-widespread',
      version: 1,
      name: 'EU AI Act: widespread infringement or critical infrastructure',
      jurisdiction: 'EU',
    },
    ...{ role: 'provider of a high-risk AI system' },
    trigger: 'a widespread infringement, or a serious disruption of critical infrastructure',
    ...{ clock: 'aware', deadline: 2, unit: 'calendar-days', mayBeIncomplete: true, follows: null },
    recipient: 'market surveillance authority of the Member State where it happened',
    source: 'Regulation (EU) 2024/1689, Art. 73(3)',
    ...{ from: '2026-08-02', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette' },
    note: null,
  },
  {
    ...{ id: 'ai-act-73-death', version: 1, name: 'EU AI Act: death of a person', jurisdiction: 'EU' },
    ...{
      role: 'provider of a high-risk AI system',
      trigger: 'a person died, or it is suspected that the system caused it',
    },
    ...{ clock: 'aware', deadline: 10, unit: 'calendar-days', mayBeIncomplete: true, follows: null },
    recipient: 'market surveillance authority of the Member State where it happened',
    source: 'Regulation (EU) 2024/1689, Art. 73(4)',
    ...{ from: '2026-08-02', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette' },
    note: null,
  },
  {
    ...{ id: 'gdpr-33', version: 1, name: 'GDPR: personal data breach', jurisdiction: 'EU' },
    ...{ role: 'controller', trigger: 'a breach of personal data that is likely to be a risk to people' },
    ...{ clock: 'aware', deadline: 72, unit: 'hours', mayBeIncomplete: true, follows: null },
    ...{ recipient: 'supervisory authority', source: 'Regulation (EU) 2016/679, Art. 33(1) and (4)' },
    ...{ from: '2018-05-25', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette', note: null },
  },
  {
    ...{ id: 'nis2-early', version: 1, name: 'NIS2: early warning', jurisdiction: 'EU' },
    ...{ role: 'essential or important entity', trigger: 'a significant incident' },
    ...{ clock: 'aware', deadline: 24, unit: 'hours', mayBeIncomplete: true, follows: null },
    ...{ recipient: 'CSIRT or competent authority', source: 'Directive (EU) 2022/2555, Art. 23(4)(a)' },
    ...{ from: '2024-10-18', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette' },
    note: 'National law that transposes the directive may ask for more.',
  },
  {
    ...{ id: 'nis2-notification', version: 1, name: 'NIS2: incident notification', jurisdiction: 'EU' },
    ...{ role: 'essential or important entity', trigger: 'a significant incident' },
    ...{ clock: 'aware', deadline: 72, unit: 'hours', mayBeIncomplete: true, follows: null },
    ...{ recipient: 'CSIRT or competent authority', source: 'Directive (EU) 2022/2555, Art. 23(4)(b)' },
    ...{ from: '2024-10-18', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette', note: null },
  },
  {
    ...{ id: 'nis2-final', version: 1, name: 'NIS2: final report', jurisdiction: 'EU' },
    ...{ role: 'essential or important entity', trigger: 'the incident notification was sent' },
    ...{ clock: 'previous report', deadline: 1, unit: 'months', mayBeIncomplete: false, follows: 'nis2-notification' },
    ...{ recipient: 'CSIRT or competent authority', source: 'Directive (EU) 2022/2555, Art. 23(4)(d)' },
    ...{ from: '2024-10-18', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette', note: null },
  },
  {
    ...{ id: 'dora-initial', version: 1, name: 'DORA: initial notification', jurisdiction: 'EU' },
    ...{ role: 'financial entity', trigger: 'an ICT-related incident was classified as major' },
    ...{ clock: 'classified', deadline: 4, unit: 'hours', mayBeIncomplete: true, follows: null },
    recipient: 'competent authority',
    source: 'Regulation (EU) 2022/2554, Art. 19; Delegated Regulation (EU) 2025/301, Art. 5',
    ...{ from: '2025-01-17', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette' },
    note: 'Four hours from the classification, and at most 24 hours from when one became aware: start the clock at whichever ends first.',
  },
  {
    ...{ id: 'dora-intermediate', version: 1, name: 'DORA: intermediate report', jurisdiction: 'EU' },
    ...{ role: 'financial entity', trigger: 'the initial notification was sent' },
    ...{ clock: 'previous report', deadline: 72, unit: 'hours', mayBeIncomplete: true, follows: 'dora-initial' },
    recipient: 'competent authority',
    source: 'Regulation (EU) 2022/2554, Art. 19; Delegated Regulation (EU) 2025/301, Art. 5',
    ...{ from: '2025-01-17', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette', note: null },
  },
  {
    ...{ id: 'dora-final', version: 1, name: 'DORA: final report', jurisdiction: 'EU' },
    ...{ role: 'financial entity', trigger: 'the intermediate report was sent' },
    ...{ clock: 'previous report', deadline: 1, unit: 'months', mayBeIncomplete: false, follows: 'dora-intermediate' },
    recipient: 'competent authority',
    source: 'Regulation (EU) 2022/2554, Art. 19; Delegated Regulation (EU) 2025/301, Art. 5',
    ...{ from: '2025-01-17', to: null, verifiedOn: '2026-08-01', verifiedBy: 'Lunette', note: null },
  },
]
