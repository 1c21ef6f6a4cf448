import type { WeaknessRule } from '../sighting.ts'

const spf = ['https://www.rfc-editor.org/rfc/rfc7208']
const dmarc = ['https://www.rfc-editor.org/rfc/rfc7489']
const dkim = ['https://www.rfc-editor.org/rfc/rfc6376', 'https://www.rfc-editor.org/rfc/rfc8301']
const forged = 'Anybody can send mail that looks like it came from the domain.'

function rule(
  ruleId: string,
  severity: WeaknessRule['severity'],
  title: string,
  reason: string,
  remedy: string,
  references: string[],
): WeaknessRule {
  return { ruleId, severity, title, reason, remedy, references }
}

export const rules = {
  spfMissing: rule(
    'spf-missing',
    'medium',
    'No SPF record',
    forged,
    'Publish an SPF record that ends in -all; of a domain without mail: v=spf1 -all.',
    spf,
  ),
  spfPassAll: rule(
    'spf-pass-all',
    'high',
    'SPF passes every sender (+all)',
    `${forged} The record even vouches for it.`,
    'End the record in -all, and name who may send before it.',
    spf,
  ),
  spfNeutral: rule('spf-neutral', 'medium', 'SPF ends neutral (?all)', forged, 'End the record in -all.', spf),
  spfSoftfail: rule(
    'spf-softfail',
    'low',
    'SPF ends in softfail (~all)',
    'Mail of other senders is taken and marked; without a DMARC policy it is delivered.',
    'End the record in -all, or enforce by a DMARC policy.',
    spf,
  ),
  spfMultiple: rule(
    'spf-multiple',
    'medium',
    'Several SPF records',
    'Receivers treat several records as an error and check nothing.',
    'Make one record of them.',
    spf,
  ),
  spfLookups: rule(
    'spf-too-many-lookups',
    'medium',
    'SPF needs more than ten lookups',
    'Receivers stop at ten and treat the record as an error.',
    'Include fewer records, or name networks.',
    spf,
  ),
  spfDangling: rule(
    'spf-dangling-include',
    'high',
    'SPF includes a name that does not exist',
    'Who gets the name decides who may send as the domain.',
    'Remove the include.',
    spf,
  ),
  dmarcMissing: rule(
    'dmarc-missing',
    'medium',
    'No DMARC record',
    `${forged} Nobody is told of it.`,
    'Publish a DMARC record, first p=none with reports, then p=reject.',
    dmarc,
  ),
  dmarcNone: rule(
    'dmarc-none',
    'medium',
    'DMARC policy is none (p=none)',
    'p=none asks receivers to deliver forged mail all the same.',
    'Read the reports, then set p=quarantine and p=reject.',
    dmarc,
  ),
  dmarcPartial: rule(
    'dmarc-partial',
    'low',
    'DMARC covers only a part of the mail (pct)',
    'Forged mail beyond the percentage is delivered.',
    'Raise pct to 100.',
    dmarc,
  ),
  dmarcSubdomains: rule(
    'dmarc-subdomains-none',
    'low',
    'DMARC policy of subdomains is none (sp=none)',
    'sp=none lets anybody send as a name below the domain.',
    'Remove sp=none, or set it to reject.',
    dmarc,
  ),
  dkimWeak: rule(
    'dkim-weak-key',
    'medium',
    'DKIM key is too short',
    'A key of this length can be factored, after which forged mail carries a valid signature.',
    'Make a key of 2048 bits and remove the old one.',
    dkim,
  ),
  dkimShort: rule(
    'dkim-short-key',
    'low',
    'DKIM key is shorter than it should be',
    'RFC 8301 asks for 2048 bits; shorter keys come within reach.',
    'Make a key of 2048 bits.',
    dkim,
  ),
  dkimTesting: rule(
    'dkim-testing',
    'low',
    'DKIM is still being tested',
    't=y tells receivers to treat a wrong signature as none.',
    'Remove t=y.',
    dkim,
  ),
  stsMissing: rule(
    'mta-sts-missing',
    'low',
    'No MTA-STS policy: mail may come unencrypted',
    'Who sits between mail servers can strip encryption: neither MTA-STS nor DANE asks for it.',
    'Publish an MTA-STS policy, or sign the zone and publish TLSA records.',
    ['https://www.rfc-editor.org/rfc/rfc8461'],
  ),
} as const
