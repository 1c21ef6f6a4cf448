import { type Notifier, notifierOf } from '#action/notifiers'
import type { Target, TargetDraft } from '#action/notifiers/store'
import type { TargetChange, TargetRequest } from '#contract/notifications'
import { err, ok, problem, type Result } from '#core/kernel'
import { secretPurpose } from '#flows/send-notice'
import type { SecretBox } from '#platform/secrets'

type Values = Record<string, string>

/** A new target with its secrets apart, to be sealed once its id is known. Problems: `unknown-notifier`, `bad-settings`. */
export function readTargetRequest(
  { notifier: notifierId, name, settings, kinds }: TargetRequest,
  box: SecretBox,
): Result<TargetDraft & { seal: (id: string) => Values }> {
  const notifier = notifierOf(notifierId)
  if (!notifier) return err(problem('unknown-notifier', `there is no way out called "${notifierId.slice(0, 60)}"`))
  const read = readValues(notifier, settings)
  if (!read.ok) return read
  const wrong = unknownKinds(notifier, kinds)
  if (wrong) return wrong
  const { open, secret } = split(notifier, read.value)
  return ok({ notifier: notifierId, name, settings: open, kinds, seal: (id) => sealed(box, id, secret) })
}

/**
 * What a change makes of a target. A secret that is not given stays; but where the host changes all must be given anew,
 * so that nobody sends a secret he does not know to a place of his own.
 */
export function readTargetChange(
  held: Target,
  { settings, kinds, ...change }: TargetChange,
  box: SecretBox,
): Result<Partial<Pick<Target, 'name' | 'settings' | 'secrets' | 'kinds' | 'paused'>>> {
  const notifier = notifierOf(held.notifier)
  if (!notifier) return err(problem('unknown-notifier', `there is no way out called "${held.notifier}"`))
  const wrong = kinds && unknownKinds(notifier, kinds)
  if (wrong) return wrong
  const rest = { ...definedOf(change), ...(kinds && { kinds }) }
  if (!settings) return ok(rest)
  const kept = openSecrets(box, held)
  if (!kept.ok) return kept
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''))
  const read = readValues(notifier, { ...kept.value, ...given })
  if (!read.ok) return read
  const { open, secret } = split(notifier, read.value)
  const missing = Object.keys(kept.value).find((name) => given[name] === undefined)
  if (missing !== undefined && notifier.hostOf(open) !== notifier.hostOf(held.settings))
    return err(problem('bad-settings', `${missing}: another host needs the secret anew`))
  return ok({ ...rest, settings: open, secrets: sealed(box, held.id, secret) })
}

function readValues(notifier: Notifier, values: Values): Result<Values> {
  const parsed = notifier.schema.safeParse(values)
  if (parsed.success) return ok(parsed.data)
  const words = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  return err(problem('bad-settings', words.join('; ').slice(0, 1_000)))
}

function unknownKinds(notifier: Notifier, kinds: readonly string[]): Result<never> | undefined {
  const wrong = kinds.find((kind) => !(notifier.kinds as readonly string[]).includes(kind))
  return wrong === undefined
    ? undefined
    : err(problem('bad-settings', `${notifier.name} cannot be told "${wrong.slice(0, 60)}"`))
}

function split(notifier: Notifier, values: Values): { open: Values; secret: Values } {
  const secretNames = new Set(notifier.fields.filter((field) => field.secret).map((field) => field.name))
  const pick = (secret: boolean) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => secretNames.has(name) === secret))
  return { open: pick(false), secret: pick(true) }
}

function sealed(box: SecretBox, id: string, secrets: Values): Values {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, secret]) => [name, box.seal(secret, secretPurpose(id, name))]),
  )
}

function openSecrets(box: SecretBox, { id, secrets }: Target): Result<Values> {
  const values: Values = {}
  for (const [name, text] of Object.entries(secrets)) {
    const opened = box.open(text, secretPurpose(id, name))
    if (!opened.ok) return opened
    values[name] = opened.value
  }
  return ok(values)
}

function definedOf<T extends object>(given: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}
