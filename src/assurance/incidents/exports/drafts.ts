import type { CaseExport } from '#core/vocabulary'
import type { CaseMoment } from '../case.ts'
import { measureWords } from './change-words.ts'
import { clockWords } from './clock-words.ts'
import { line, minute, OPEN, personOf, quoted } from './draft-words.ts'
import type { ExportedCase } from './exported-case.ts'

type Draft = Exclude<CaseExport, 'oecd' | 'aiid'>

interface Frame {
  title: string
  law: string
  /** Clocks of it. */
  prefix: string
  parts: readonly [heading: string, body: (given: ExportedCase) => string][]
}

const what = ({ case: one }: ExportedCase) =>
  `${quoted(one.title)}${one.summary && one.summary !== one.title ? `\n\n${quoted(one.summary)}` : ''}`
const when = ({ case: one }: ExportedCase) =>
  [
    ...(one.moments.some(({ step }) => step === 'occurred') ? [] : [`- When it happened: ${OPEN}`]),
    ...one.moments.map((moment) => `- ${spanOf(moment)}: ${line(moment.what)}`),
    `- ${minute(one.reportedAt)} UTC: reported by ${personOf(one.reportedBy)}`,
  ].join('\n')
const safeguards = ({ case: one, names }: ExportedCase) =>
  one.barriers.length === 0
    ? OPEN
    : one.barriers
        .map(
          ({ controlId, outcome, note }) =>
            `- ${line(names.get(controlId) ?? controlId)}: ${outcome}${note ? `, ${line(note)}` : ''}`,
        )
        .join('\n')
const changes = (given: ExportedCase) =>
  [
    ...(given.case.changes.some(({ kind }) => kind !== 'exception') ? [] : ['Nothing was changed yet.']),
    given.case.changes.map((change) => measureWords(change, given)).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
const systemOf = ({ system, case: one }: ExportedCase) =>
  system === undefined
    ? (one.system ?? OPEN)
    : [
        `- Name: ${line(system.name)}`,
        `- Purpose: ${line(system.purpose)}`,
        `- Our role: ${system.role}`,
        `- Oversight: ${system.oversight ? line(system.oversight) : OPEN}`,
        ...system.parts.map(
          ({ kind, name, version, vendor }) =>
            `- ${kind}: ${line([name, version, vendor && `by ${vendor}`].filter(Boolean).join(' '))}`,
        ),
      ].join('\n')
const asked = () => OPEN

const frames: Readonly<Record<Draft, Frame>> = {
  'ai-act-73': {
    title: 'Report of a serious incident',
    law: 'Regulation (EU) 2024/1689, Article 73',
    prefix: 'ai-act-73',
    parts: [
      ['Who reports', asked],
      ['AI system', systemOf],
      ['What happened', what],
      ['When', when],
      ['Which harm, to whom, in which Member State', asked],
      ['Link between the system and the harm, as far as it is known', asked],
      ['Safeguards', safeguards],
      ['What was done about it (corrective action)', changes],
    ],
  },
  'gdpr-33': {
    title: 'Notification of a personal data breach',
    law: 'Regulation (EU) 2016/679, Article 33',
    prefix: 'gdpr-33',
    parts: [
      ['Who reports: controller, data protection officer or another contact (Art. 33(3)(b))', asked],
      ['Nature of the breach (Art. 33(3)(a))', what],
      ['Which people and records, about how many (Art. 33(3)(a))', asked],
      ['When it happened, and when one became aware of it', when],
      ['Systems in which the data were', systemOf],
      ['Likely consequences for the people (Art. 33(3)(c))', asked],
      ['Safeguards', safeguards],
      ['Measures taken or proposed, also to lessen its effects (Art. 33(3)(d))', changes],
      ['Where it is sent later than after 72 hours: why (Art. 33(1))', asked],
      ['Were the people told (Art. 34)', asked],
    ],
  },
  nis2: {
    title: 'Notification of a significant incident',
    law: 'Directive (EU) 2022/2555, Article 23',
    prefix: 'nis2',
    parts: [
      ['Who reports', asked],
      ['What happened', what],
      ['Early warning: is it suspected to be unlawful or malicious?', asked],
      ['Early warning: could it have an effect across borders?', asked],
      ['Notification: severity, effect, and signs of compromise', asked],
      ['When', when],
      ['Final report: kind of threat or root cause', asked],
      ['Safeguards', safeguards],
      ['What was done and is being done', changes],
    ],
  },
  dora: {
    title: 'Report of a major ICT-related incident',
    law: 'Regulation (EU) 2022/2554, Article 19',
    prefix: 'dora',
    parts: [
      ['Who reports', asked],
      ['What happened', what],
      ['When, and when it was classified as major', when],
      ['Criteria that were met: clients, duration, places, data, services, cost', asked],
      ['Systems', systemOf],
      ['Intermediate report: effect, and whether service is back', asked],
      ['Final report: root cause', asked],
      ['Safeguards', safeguards],
      ['What was done about it', changes],
    ],
  },
}

/** A draft for an authority: what is known is filled in, what is not is asked for. It is sent by people. */
export function draftOf(as: Draft, given: ExportedCase): string {
  const { title, law, prefix, parts } = frames[as]
  const clocks = given.clocks.filter(({ rule }) => rule.id.startsWith(prefix))
  return `${[
    `# Draft: ${title}`,
    `${law}. Written from case ${given.case.id} as of ${minute(given.now)} UTC. A draft, and no legal advice: complete it and verify it before it is sent.`,
    '## Duty and clock',
    clocks.length === 0 ? 'None runs yet.' : clocks.map(clockWords).join('\n'),
    ...parts.flatMap(([heading, body]) => [`## ${heading}`, body(given)]),
  ].join('\n\n')}\n`
}

function spanOf({ earliest, latest, estimated }: CaseMoment): string {
  const about = estimated ? 'about ' : ''
  if (earliest === null && latest === null) return OPEN
  if (earliest !== null && latest !== null && earliest !== latest)
    return `${about}between ${minute(earliest)} and ${minute(latest)} UTC`
  if (earliest === null) return `${about}by ${minute(latest!)} UTC`
  return latest === null ? `${about}after ${minute(earliest)} UTC` : `${about}${minute(earliest)} UTC`
}
