/** Secrets that must be read again (webhook keys, passwords of mail servers, TOTP seeds), encrypted at rest with a key that is not in the database. */
export { type SecretBox, secretBox } from './box.ts'
export { loadSecretKeys } from './keys.ts'
