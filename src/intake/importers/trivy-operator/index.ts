import type { Importer, Sample } from '../contract.ts'

/** Reports of the Trivy operator in a Kubernetes cluster, as `kubectl get … --output json` writes them. */
export const trivyOperator: Importer = {
  id: 'trivy-operator',
  title: 'Trivy operator',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON: one report, a list, or lists by kind',
  files: ['*.trivy-operator.json'],
  recognises: looksLikeOperator,
  read: async (input) => (await import('./read.ts')).readTrivyOperator(input),
}

function looksLikeOperator({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  return /^\s*[[{]/.test(text) && (/aquasecurity\.github\.io/.test(text) || /\.trivy-operator\.json$/.test(name))
}
