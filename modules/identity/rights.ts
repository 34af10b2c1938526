import { forbidden, invalid, type Actor, type Context, type Range, type RecordOf } from '#kernel'
import { builtInScopes, isBuiltIn, reaches } from './actor.ts'
import { Role } from './entities.ts'

type Registry = Context['registry']

export const notYours = forbidden(
  'Nobody can give a right that he does not hold himself.',
  'Leave it out, or ask somebody who holds it.',
)
export const noScope = invalid(
  'There is no such right.',
  'See identity.scope.list for all of them.',
)

/** The rights a role gives, as pairs; `undefined` when there is no such role. */
export async function rightsOf(
  ctx: Pick<Context, 'registry' | 'records' | 'org'>,
  role: string,
): Promise<ReadonlyMap<string, Range> | undefined> {
  if (isBuiltIn(role)) return builtInScopes(ctx.registry, role, ctx.org)
  const found: RecordOf<typeof Role> | undefined = await ctx
    .records(Role)
    .unchecked('what a role gives decides who may grant it')
    .find(role)
  return found && new Map(found.scopes.map((scope) => [scope, found.range]))
}

/** Rights that the actor lacks, so that a refusal can name them. Owner is given by owners only, admin by owners and admins. */
export function lacking(actor: Actor, rights: ReadonlyMap<string, Range>, role = ''): string[] {
  if (actor.kind === 'operator') return []
  if (role === 'owner' && !actor.roles.includes('owner')) return ['owner']
  if (role === 'admin' && !actor.roles.includes('owner') && !actor.roles.includes('admin'))
    return ['admin']
  return [...rights]
    .filter(([scope, range]) => !reaches(actor.scopes.get(scope), range))
    .map(([scope]) => scope)
}

export const unknownScopes = (registry: Registry, scopes: readonly string[]): string[] =>
  scopes.filter((scope) => !registry.scopes.has(scope))
