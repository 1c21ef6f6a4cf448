import { err, ok, problem, type Result } from '#core/kernel'
import { type DiscoveryLook, discoveryLooks } from '#core/vocabulary'
import {
  changesSpoken,
  everyText,
  type NoticeRule,
  type NoticeTell,
  noticeAsset,
  parseEvery,
  proposedWatch,
} from '#exposure/surface'
import { changeWatch, findAgent, isSeenHere, putNoticeRule, readNoticeRules } from '#exposure/surface/store'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say } from '../say.ts'
import { changeScope } from '../scope-change.ts'

interface Shared {
  dataDir?: string
  json?: boolean
}

type Schedule = Partial<Record<DiscoveryLook, number | null>>

/** `lunette scope watch`: how often what is looked at; without options, says how. */
export async function watch(
  flags: Shared & { propose?: boolean; agent?: string } & Partial<Record<DiscoveryLook, string>>,
) {
  const wanted = scheduleOf(flags)
  const { agent: name } = flags
  const done = wanted.ok
    ? await withRuntime(flags, (runtime) =>
        changeScope(runtime, 'scope.watch', name ?? 'schedule', async (work, { workspaceId, at }) => {
          const agent = name === undefined ? undefined : await findAgent(work, { name })
          if (name !== undefined && !agent) return err(problem('no-such-agent', `there is no agent called ${name}`))
          const terms = { workspaceId, at, chance: Math.random, agentId: agent?.id ?? null }
          return ok({ watch: await changeWatch(work, terms, wanted.value) })
        }),
      )
    : wanted
  return finish(done, ({ watch }) => {
    const rows = watch.map((one) => [one.look, one.agent ?? 'this host', everyText(one.everyMinutes), one.nextAt])
    const table =
      rows.length > 0 ? columns(['look', 'by', 'every', 'next'], rows) : 'nothing is looked at by itself: --propose'
    print(watch, table, flags.json)
  })
}

function scheduleOf(flags: { propose?: boolean } & Partial<Record<DiscoveryLook, string>>): Result<Schedule> {
  const schedule: Schedule = flags.propose ? { ...proposedWatch } : {}
  for (const look of discoveryLooks) {
    const text = flags[look]
    if (text === undefined) continue
    const every = parseEvery(text)
    if (every === undefined)
      return err(problem('bad-settings', `"${text}" is no time: give 90m, 6h, 2d or 1w, 15 minutes at least, or off`))
    schedule[look] = every
  }
  return ok(schedule)
}

interface Noticed {
  noticeRules: NoticeRule[]
  /** Nothing was seen at the asset it speaks of. */
  isUnseen?: boolean
}

/** `lunette scope notify`: which changes are told at once; without any, says how. */
export async function notify(
  changes: string | undefined,
  flags: Shared & { tell?: NoticeTell | 'usual'; asset: string },
) {
  const spoken = changes === undefined ? undefined : changesSpoken(changes)
  const done =
    changes === undefined
      ? await withRuntime(flags, async ({ database }) =>
          ok({ noticeRules: await database.inWorkspace(DEFAULT_WORKSPACE, readNoticeRules) }),
        )
      : spoken && flags.tell
        ? await put(flags, { ...spoken, asset: flags.asset.trim().toLowerCase() }, flags.tell)
        : err(problem('bad-settings', `say which changes and how, e.g. "weakness:new --tell instant"`))
  return finish(done, ({ noticeRules, isUnseen = false }: Noticed) => {
    if (isUnseen) say(`nothing was seen at ${flags.asset} yet: the rule holds from when something is`)
    const rows = noticeRules.map(({ kind, change, asset, tell }) => [kind, change, asset, tell])
    const usual = 'new hosts, ports, login pages and weaknesses at once, the rest in the digest'
    const table = rows.length > 0 ? `${columns(['kind', 'change', 'asset', 'told'], rows)}\nelse ${usual}` : usual
    print(noticeRules, table, flags.json)
  })
}

function put(flags: Shared, rule: Omit<NoticeRule, 'tell'>, tell: NoticeTell | 'usual') {
  return withRuntime(flags, (runtime) =>
    changeScope(runtime, 'scope.notices', `${rule.kind}:${rule.change} ${rule.asset}`, async (work, speaker) => {
      const named = tell === 'usual' ? ok(rule.asset) : noticeAsset(rule.asset)
      if (!named.ok) return named
      return ok({
        noticeRules: await putNoticeRule(work, speaker, { ...rule, tell: tell === 'usual' ? null : tell }),
        isUnseen: rule.asset !== '*' && tell !== 'usual' && !(await isSeenHere(work, rule.asset)),
      })
    }),
  )
}
