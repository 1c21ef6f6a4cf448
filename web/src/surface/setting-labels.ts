/** Fields of the settings, as the page calls them. */
const labels: Readonly<Record<string, string>> = {
  resolvers: 'Resolvers',
  certificateSearch: 'Certificate search',
  rdap: 'RDAP',
  perHost: 'To one host',
  perNetwork: 'To one network',
  contact: 'Contact',
  'quietHours.timeZone': 'Time zone',
  'quietHours.from': 'Quiet from',
  'quietHours.to': 'Quiet to',
}

/** What is wrong with settings, by the labels of the page: the API calls fields by their names. */
export function labelled(message: string): string {
  return message
    .split('; ')
    .map((part) => {
      const [field = '', ...words] = part.split(' ')
      const label = Object.hasOwn(labels, field) ? labels[field] : undefined
      return label === undefined ? part : [label, ...words].join(' ')
    })
    .join('; ')
}
