/** Registers that a team keeps in its own repository, read as they stand. */
export {
  type AiRegister,
  type RegisteredAssumption,
  type RegisteredControl,
  type RegisteredScenario,
  type RegisteredSystem,
  readAiRegister,
} from './ai-register.ts'
export { type MlBom, readMlBom } from './ml-bom.ts'
