import { accountsOperations } from './accounts.ts'
import { assuranceOperations } from './assurance.ts'
import { casesOperations } from './cases.ts'
import { findingsOperations } from './findings.ts'
import { inventoryOperations } from './inventory.ts'
import type { Operations } from './operation.ts'
import { surfaceOperations } from './surface.ts'

export type { Operation } from './operation.ts'

/** Every operation of the API. A route without a line here fails the test of the document, as does a line without a route. */
export const operations: Operations = {
  ...accountsOperations,
  ...findingsOperations,
  ...inventoryOperations,
  ...surfaceOperations,
  ...casesOperations,
  ...assuranceOperations,
}
