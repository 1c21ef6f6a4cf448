import type { CvssVersion } from './types.ts'

export interface MetricDefinition {
  readonly name: string
  readonly values: ReadonlySet<string>
  readonly group: 'base' | 'temporal' | 'environmental' | 'supplemental'
  /** Place in the version's vector order. */
  readonly place: number
}

type Group = readonly [MetricDefinition['group'], string]

/** `AV:N,A,L,P AC:L,H` → definitions in order. */
function define(...groups: Group[]): ReadonlyMap<string, MetricDefinition> {
  const metrics = new Map<string, MetricDefinition>()
  for (const [group, text] of groups) {
    for (const word of text.split(' ')) {
      const [name = '', values = ''] = word.split(':')
      metrics.set(name, { name, values: new Set(values.split(',')), group, place: metrics.size })
    }
  }
  return metrics
}

const version3 = define(
  ['base', 'AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:N,L,H I:N,L,H A:N,L,H'],
  ['temporal', 'E:X,U,P,F,H RL:X,O,T,W,U RC:X,U,R,C'],
  ['environmental', 'CR:X,L,M,H IR:X,L,M,H AR:X,L,M,H MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C'],
  ['environmental', 'MC:X,N,L,H MI:X,N,L,H MA:X,N,L,H'],
)

/**
 * Metrics, their values and their order. Sources: A Complete Guide to CVSS v2.0, table 13 and following;
 * CVSS v3.0 and v3.1 specification, section 6; CVSS v4.0 specification, section 7.
 */
export const metricsByVersion: Readonly<Record<CvssVersion, ReadonlyMap<string, MetricDefinition>>> = {
  '2.0': define(
    ['base', 'AV:L,A,N AC:H,M,L Au:M,S,N C:N,P,C I:N,P,C A:N,P,C'],
    ['temporal', 'E:U,POC,F,H,ND RL:OF,TF,W,U,ND RC:UC,UR,C,ND'],
    ['environmental', 'CDP:N,L,LM,MH,H,ND TD:N,L,M,H,ND CR:L,M,H,ND IR:L,M,H,ND AR:L,M,H,ND'],
  ),
  '3.0': version3,
  '3.1': version3,
  '4.0': define(
    ['base', 'AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N'],
    ['temporal', 'E:X,A,P,U'],
    ['environmental', 'CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A'],
    ['environmental', 'MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N'],
    ['supplemental', 'S:X,N,P AU:X,N,Y R:X,A,U,I V:X,D,C RE:X,L,M,H U:X,Clear,Green,Amber,Red'],
  ),
}
