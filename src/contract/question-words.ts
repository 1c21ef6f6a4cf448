import type { QuestionPage } from './surface.ts'

type Asked = Pick<QuestionPage['rows'][number], 'via' | 'about' | 'count' | 'outcome'>

/** What a server was asked: `4,812 DNS questions about example.com`, `GET /?q=%25.example.com: answered 200`. */
export function questionWords({ via, about, count, outcome }: Asked): string {
  const many = count.toLocaleString('en')
  if (via === 'dns') return `${many} DNS ${count === 1 ? 'question' : 'questions'} about ${about}`
  const went = /^\d+$/.test(outcome) ? `answered ${outcome}` : outcome.replaceAll('-', ' ')
  return [`GET ${about}`, ...(count > 1 ? [`${many} times`] : [])].join(', ') + (went && `: ${went}`)
}
