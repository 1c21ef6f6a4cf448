import type { TechniqueCatalogue } from '#core/vocabulary'

/** A catalogue that is small enough to come with the product: ids and short titles. */
export interface BuiltInCatalogue extends TechniqueCatalogue {
  name: string
  publisher: string
  licence: string
}

/** OWASP's ten risks of applications of large language models, and STRIDE's six kinds of threats. */
export const builtInCatalogues: readonly BuiltInCatalogue[] = [
  {
    id: 'owasp-llm',
    name: 'OWASP Top 10 for LLM Applications',
    publisher: 'OWASP GenAI Security Project',
    licence: 'CC-BY-SA-4.0',
    version: '2025',
    techniques: [
      { id: 'LLM01:2025', title: 'Prompt Injection' },
      { id: 'LLM02:2025', title: 'Sensitive Information Disclosure' },
      { id: 'LLM03:2025', title: 'Supply Chain' },
      { id: 'LLM04:2025', title: 'Data and Model Poisoning' },
      { id: 'LLM05:2025', title: 'Improper Output Handling' },
      { id: 'LLM06:2025', title: 'Excessive Agency' },
      { id: 'LLM07:2025', title: 'System Prompt Leakage' },
      { id: 'LLM08:2025', title: 'Vector and Embedding Weaknesses' },
      { id: 'LLM09:2025', title: 'Misinformation' },
      { id: 'LLM10:2025', title: 'Unbounded Consumption' },
    ],
  },
  {
    id: 'stride',
    name: 'STRIDE',
    publisher: 'L. Kohnfelder and P. Garg, Microsoft',
    licence: 'named only',
    version: '1999',
    techniques: [
      { id: 'STRIDE:S', title: 'Spoofing' },
      { id: 'STRIDE:T', title: 'Tampering' },
      { id: 'STRIDE:R', title: 'Repudiation' },
      { id: 'STRIDE:I', title: 'Information disclosure' },
      { id: 'STRIDE:D', title: 'Denial of service' },
      { id: 'STRIDE:E', title: 'Elevation of privilege' },
    ],
  },
]
