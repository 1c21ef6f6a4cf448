/**
 * Joins questions that are asked while an earlier one is under way into the next one: few questions for many askers, each
 * answered by a question that began after it was asked. `ask` answers in the order asked; when it fails, all who are in it
 * fail.
 */
export function joined<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  interface Waiting {
    question: Question
    resolve(answer: Answer): void
    reject(error: unknown): void
  }
  let waiting: Waiting[] = []
  let asking = false
  const askNext = async () => {
    asking = true
    while (waiting.length > 0) {
      const askers = waiting
      waiting = []
      try {
        const answers = await ask(askers.map(({ question }) => question))
        for (const [number, { resolve }] of askers.entries()) resolve(answers[number]!)
      } catch (error) {
        for (const { reject } of askers) reject(error)
      }
    }
    asking = false
  }
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (!asking) void askNext()
    })
}

/** The same for one question with few subjects: whoever asks about the same subject at the same time shares an answer. */
export function joinedBy<Question, Answer>(
  subjectOf: (question: Question) => string,
  ask: (question: Question) => Promise<Answer>,
): (question: Question) => Promise<Answer> {
  return joined((questions) => {
    const answers = new Map<string, Promise<Answer>>()
    for (const question of questions) {
      const subject = subjectOf(question)
      if (!answers.has(subject)) answers.set(subject, ask(question))
    }
    return Promise.all(questions.map((question) => answers.get(subjectOf(question))!))
  })
}
