import { z } from 'zod'
import {
  type AssetKind,
  assetKinds,
  type Basis,
  type Criticality,
  type Environment,
  type Exposure,
  type Match,
  type Priority,
  type RelationKind,
  type Standing,
  standings,
  type Urgency,
  type Verdict,
} from '#core/vocabulary'

/** Makes a schema of exactly the members of a closed union: a forgotten or unknown word does not compile. */
function words<Union extends string>() {
  return <const List extends readonly [Union, ...Union[]]>(
    ...list: List & ([Union] extends [List[number]] ? unknown : never)
  ): z.ZodType<Union> => z.enum(list as readonly [Union, ...Union[]]) as z.ZodType<Union>
}

export const urgency = words<Urgency>()('now', 'soon', 'scheduled', 'defer')
export const basis = words<Basis>()('observed', 'stated', 'inferred', 'assumed')
export const exposure = words<Exposure>()('internet', 'internal', 'isolated', 'unknown')
export const criticality = words<Criticality>()('critical', 'high', 'medium', 'low', 'unknown')
export const environment = words<Environment>()('production', 'staging', 'development', 'unknown')
export const verdict = words<Verdict>()('affected', 'likely-affected', 'likely-fixed', 'not-affected', 'unknown')
export const matchMethod = words<Match['method']>()('distribution', 'ecosystem', 'cna', 'cpe', 'product', 'reported')
export const exploitation = words<Priority['exploitation']>()('active', 'weaponised', 'public poc', 'none', 'unknown')
export const relationKind = words<RelationKind>()(
  'dns_record',
  'ptr_record',
  'node',
  'hostname',
  'ip_address',
  'announces',
  'domain',
  'refers_to',
  'registrant',
  'port',
  'certificate',
  'common_name',
  'san_dns_name',
  'san_ip_address',
  'san_email_address',
  'san_url',
  'issuing_certificate',
  'parent',
  'subsidiary',
  'sister',
  'website',
  'contains',
  'depends_on',
  'runs_on',
  'built_from',
  'based_on',
)
export const assetKind = words<AssetKind>()(...assetKinds)
export const standing = words<Standing>()(...standings)
/** A UTC instant, ISO 8601 with milliseconds and `Z`. */
export const instant = z.string()
/** Viewers read; analysts import, refresh and state facts; owners manage people; administrators run the instance. */
export const role = z.enum(['viewer', 'analyst', 'owner', 'admin'])
export type Role = z.infer<typeof role>
