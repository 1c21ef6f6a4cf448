import type { Transaction } from 'kysely'
import type { Result } from '#core/kernel'
import type { Database, NoTables } from './types.ts'

class RolledBack extends Error {
  readonly outcome: Result<never>
  constructor(outcome: Result<never>) {
    super('rolled back')
    this.outcome = outcome
  }
}

/** One instance-wide transaction whose failed result undoes everything in it. */
export async function attempt<T>(
  database: Pick<Database, 'inTransaction'>,
  work: (transaction: Transaction<NoTables>) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await database.inTransaction(async (transaction) => {
      const result = await work(transaction)
      if (!result.ok) throw new RolledBack(result)
      return result
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome
    throw error
  }
}
