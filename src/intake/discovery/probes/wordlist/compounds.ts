/** What hosts of one purpose are told apart by. */
const modifiers =
  'old new dev test qa uat stage staging prod pre beta demo int ext admin api backup v2 legacy eu us'.split(' ')
/** What hosts are for, most common first. */
const purposes =
  `www web app apps api portal site mail vpn shop store blog cms crm erp db data sql git ci jenkins auth login sso admin
  dashboard monitor grafana files docs wiki support help partner customer client intranet extranet server vm host node lb proxy gw
  cdn img static media mobile payment billing report search chat backup test dev`.split(/\s+/)

/** Two words that often stand together, either first: `dev-api`, `api-dev`. */
export function compoundLabels(): Set<string> {
  const labels = new Set<string>()
  for (const purpose of purposes)
    for (const modifier of modifiers)
      if (purpose !== modifier) labels.add(`${modifier}-${purpose}`).add(`${purpose}-${modifier}`)
  return labels
}
