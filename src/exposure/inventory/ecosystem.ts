import { type Component, ecosystemOfDistribution, ecosystemOfPurlType } from '#core/vocabulary'

const distributionTypes = new Set(['deb', 'rpm', 'apk', 'alpm'])

/** The OSV ecosystem a component's advisories live in; a distribution package without release gets the bare distribution. */
export function ecosystemOfComponent(component: Component): string | undefined {
  const { type, distribution, namespace } = component
  if (type === undefined) return undefined
  if (!distributionTypes.has(type)) return ecosystemOfPurlType(type)
  const release = distribution ?? (namespace ? { id: namespace } : undefined)
  return release && ecosystemOfDistribution(release)
}
