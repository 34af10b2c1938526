import {
  OPERATOR_ORG,
  RANGES,
  isId,
  nobody,
  operatorActor,
  type Actor,
  type Credential,
  type Kernel,
  type Range,
} from '#kernel'
import { recognise, type Recognised } from './tokens.ts'

type Registry = Kernel['registry']
export const BUILT_IN = ['owner', 'admin', 'auditor', 'member'] as const
export type BuiltIn = (typeof BUILT_IN)[number]

/** Scopes that mean anything only in the operator's own organisation. */
const OPERATORS = new Set(['parties.operate', 'notify.mail', 'oidc.operate'])

export async function authenticate(
  credential: Credential,
  kernel: Kernel,
): Promise<Actor | undefined> {
  if (credential.scheme === 'operator') return operatorIn(kernel, credential.org)
  const who = await recognise(credential, kernel)
  return who && actorFrom(who, await kernel.registryOf(who.org ?? OPERATOR_ORG))
}

/** The operator works in any organisation there is, and in none that there is not. */
async function operatorIn(kernel: Kernel, org = OPERATOR_ORG): Promise<Actor | undefined> {
  if (org === OPERATOR_ORG) return operatorActor(kernel)
  if (!isId(org)) return undefined
  const found = await kernel.database.reader(OPERATOR_ORG)
    .sql`SELECT 1 FROM parties.organisation WHERE org = ${OPERATOR_ORG} AND id = ${org}`
  return found.length ? operatorActor({ registry: await kernel.registryOf(org) }, org) : undefined
}

/** A person by id with its rights as of now, whoever asks; for jobs, sockets and tests. */
export async function resolveActor(
  org: string,
  id: string,
  kernel: Kernel,
): Promise<Actor | undefined> {
  if (!isId(org) || !isId(id)) return undefined
  const [row] = await kernel.database.system<{ who: Recognised | null }>`
    SELECT identity.rights_of(${org}::uuid, ${id}::uuid) AS who`
  return row?.who ? actorFrom(row.who, await kernel.registryOf(org)) : undefined
}

function actorFrom(who: Recognised, registry: Registry): Actor {
  const session = who.session ?? who.token
  const signs = {
    ...(who.account ? { account: who.account } : {}),
    ...(session === undefined ? {} : { session }),
  }
  // Signed in, but a member of nothing: may accept an invitation and sign out.
  if (who.org === undefined || who.id === undefined)
    return { ...nobody(), name: who.name, ...signs }
  const kind = who.kind ?? 'person'
  const granted = (who.roles ?? []).map(({ role }) => role)
  const held = kind === 'person' ? scopesOf(who, registry) : undefined
  return {
    kind,
    id: who.id,
    org: who.org,
    name: who.name,
    ...signs,
    scopes: who.token_scopes ? narrowed(who.token_scopes, held, registry, who.org) : held!,
    departments: who.departments ?? [],
    subtree: who.subtree ?? [],
    groups: who.groups ?? [],
    roles: kind === 'person' ? ['member', ...granted] : [],
  }
}

/** The union of all roles and of the scopes that name a holder; where two give the same scope, the wider range. */
function scopesOf(who: Recognised, registry: Registry): ReadonlyMap<string, Range> {
  const scopes = new Map(builtInScopes(registry, 'member', who.org!))
  for (const [scope, { holders }] of registry.scopes)
    if (holders?.some((holder) => who.holders?.includes(holder))) scopes.set(scope, 'all')
  for (const { role, scopes: own, range } of who.roles ?? []) {
    const given = isBuiltIn(role)
      ? builtInScopes(registry, role, who.org!)
      : (own ?? [])
          .filter((scope) => registry.scopes.has(scope))
          .map((scope) => [scope, range as Range] as const)
    for (const [scope, reach] of given) scopes.set(scope, wider(scopes.get(scope), reach))
  }
  return scopes
}

export const isBuiltIn = (role: string): role is BuiltIn =>
  (BUILT_IN as readonly string[]).includes(role)

/** Owner and admin hold every scope; what auditor and member hold, each module's manifest says. */
export function builtInScopes(
  registry: Registry,
  role: BuiltIn,
  org: string,
): ReadonlyMap<string, Range> {
  const all = [...registry.scopes].filter(
    ([scope]) => org === OPERATOR_ORG || !OPERATORS.has(scope),
  )
  const held =
    role === 'owner' || role === 'admin' ? all : all.filter(([, { roles }]) => roles.includes(role))
  return new Map(held.map(([scope]) => [scope, 'all' as const]))
}

/** A token reaches as far as its own scopes and, for a person's, as far as he himself: `*`, `a.b` or `a.b:subtree`. */
function narrowed(
  own: readonly string[],
  held: ReadonlyMap<string, Range> | undefined,
  registry: Registry,
  org: string,
): ReadonlyMap<string, Range> {
  if (held && own.includes('*')) return held
  const limit = held ?? builtInScopes(registry, 'owner', org)
  return new Map(
    own.flatMap((each) => {
      const [scope, reach] = scopeOf(each)
      const most = limit.get(scope)
      return most ? [[scope, narrower(most, reach)] as const] : []
    }),
  )
}

/** `directory.read:subtree` → the scope and its range. */
export function scopeOf(text: string): [string, Range] {
  const [scope = '', reach = 'all'] = text.split(':', 2)
  return [scope, (RANGES as readonly string[]).includes(reach) ? (reach as Range) : 'self']
}

const rank = (range: Range): number => RANGES.indexOf(range)
export const reaches = (held: Range | undefined, wanted: Range): boolean =>
  held !== undefined && rank(held) >= rank(wanted)
const wider = (a: Range | undefined, b: Range): Range =>
  a !== undefined && rank(a) > rank(b) ? a : b
const narrower = (a: Range, b: Range): Range => (rank(a) < rank(b) ? a : b)
