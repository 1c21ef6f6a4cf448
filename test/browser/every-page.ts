/** Addresses of the pages that a person reaches by the rail. */
export const pages = [
  '/',
  '/findings',
  '/fixes',
  '/assets',
  '/vulnerabilities',
  '/surface',
  '/assurance',
  '/rulings',
  '/rulings/changes',
  '/imports',
  '/changes',
  '/feeds',
  '/settings',
  '/people',
]

/** Addresses of details that `seed` makes. */
export const details = ['/assets/asset-german', '/vulnerabilities/CVE-2021-44228']
