import { conflict, fail, TenonError, type RecordOf, type Static } from '#kernel'
import { setDependents } from '#connections/vault'
import type { AnyContext } from './documents.ts'
import { Source, type SourceView } from './entities.ts'
import { sourceInstalled } from './events.ts'
import { API_PREFIX, makeModule, type Kept } from './make.ts'
import type { Plan } from './plan.ts'

/** Of one organisation; all are in memory while somebody works. */
const SOURCES_MAX = 200

export interface Installing {
  readonly name: string
  readonly title: string
  readonly kind: Kept['kind']
  readonly server: string
  readonly account?: string
  readonly open?: Kept['open']
  readonly hash?: string
  readonly url?: string
  readonly plan: Plan
}

/** Keeps a plan as a module, once it is sure that a module can be made of it. */
export async function install(
  ctx: AnyContext,
  given: Installing,
): Promise<Static<typeof SourceView>> {
  const { name, title, kind, server, account, open = 'nobody', hash, url, plan } = given
  const module = API_PREFIX + name
  checkServer(kind, server)
  if (ctx.registry.modules.has(module))
    throw new TenonError(
      'taken',
      conflict(`There is a module ${module} already.`, 'Choose another short name.'),
    )
  if (account) await ctx.call('vault.account.get', { account })
  const sources = ctx.records(Source)
  if ((await sources.list({ limit: SOURCES_MAX })).items.length >= SOURCES_MAX)
    throw fail(
      'limited',
      `An organisation imports at most ${SOURCES_MAX} interfaces.`,
      'Remove one that nobody uses.',
    )
  const kept = {
    module,
    kind,
    title,
    server,
    open,
    version: 1,
    plan,
    ...(account ? { account } : {}),
  }
  const { actions } = makeModule(kept)
  checkImplements(
    ctx,
    module,
    plan,
    actions.map(({ id }) => id),
  )
  const source = await sources.create({
    ...kept,
    actions: actions.length,
    ...(hash ? { hash } : {}),
    ...(url ? { url } : {}),
  })
  await ctx.call(setDependents, {
    kind: 'import',
    ref: source.id,
    title,
    link: '/admin/interfaces',
    accounts: account ? [account] : [],
  })
  ctx.emit(sourceInstalled, { source: source.id, module, actions: actions.length })
  ctx.rebuild()
  return viewed(source)
}

export function viewed(source: RecordOf<typeof Source>): Static<typeof SourceView> {
  const { plan: _plan, hash: _hash, url: _url, ...seen } = source
  return seen
}

export function checkServer(kind: string, server: string): void {
  if (kind === 'sql') return
  const url = URL.canParse(server) ? new URL(server) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash)
    throw fail(
      'invalid',
      'This is no address of a server.',
      'Write https://host, with the path that all its operations share.',
      {
        fields: [{ path: '/server', message: 'https://host/path' }],
      },
    )
}

/** Who says that he stands for a standard has a part for everything that he does not do without. */
function checkImplements(
  ctx: AnyContext,
  module: string,
  plan: Plan,
  own: readonly string[],
): void {
  for (const { interface: name, ids = {}, without = [] } of plan.implements ?? []) {
    const standard = ctx.registry.interfaces.get(name)
    if (!standard)
      throw fail('notFound', `There is no standard ${name}.`, 'See the page “Standards”.')
    for (const { id } of [...standard.actions, ...standard.events]) {
      if (without.includes(id)) continue
      const mine = `${module}.${ids[id] ?? id.slice(id.indexOf('.') + 1)}`
      if (!own.includes(mine))
        throw fail(
          'invalid',
          `${name} has ${id}, and the import has no ${mine}.`,
          'Name the operation that stands for it, or say that it does without.',
        )
    }
  }
}
