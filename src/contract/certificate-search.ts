/**
 * What is odd about the address of a certificate search, in a sentence; `undefined`: nothing. Discovery writes `%25.` (all
 * names below) before a domain itself, and leaves it out for an organisation.
 */
export function searchOddity(template: string): string | undefined {
  if (template === '') return undefined
  if (!template.includes('%s')) return 'It has no %s: every search would ask for the same'
  const [before] = /%(?:25)?\.?(?=%s)/.exec(template) ?? []
  if (before === undefined) return undefined
  return `“${before}” before %s is not needed, for discovery writes it itself: ${template.replace(`${before}%s`, '%s')} is enough`
}
