import { T, type Static } from '#kernel'
import type { Manifest, Words } from '../manifest/format.ts'
import { scopesOf } from '../manifest/scopes.ts'
import { chinese, english } from '../manifest/words.ts'

/** What people may do in an app, least first; each but the first asks for `use` as well. */
export const RIGHTS = ['use', 'add', 'change', 'delete', 'manage'] as const

/** More lines than that are groups and departments that nobody has made yet. */
export const GRANTED_MAX = 200

/** One line of an app's rights: to whom, and what; a role of the app stands beside the five by its key. */
export const Granted = T.Object(
  {
    kind: T.Enum(['everyone', 'person', 'department', 'group'], { title: 'To' }),
    holder: T.Optional(T.Id({ title: 'Who' })),
    rights: T.Array(T.String({ pattern: '^[a-z][a-z0-9]{0,30}$' }), {
      minItems: 1,
      maxItems: 30,
      uniqueItems: true,
      title: 'Rights',
    }),
  },
  { additionalProperties: false },
)
export type Granted = Static<typeof Granted>

interface Held {
  readonly key: string
  readonly title: Words
  readonly roles: readonly 'member'[]
  readonly holders: readonly string[]
}

/** Every right of an app as a scope: its own, and who holds it here. */
export function heldOf(manifest: Manifest, granted: readonly Granted[] | undefined): Held[] {
  const named = (en: string, zh: string): Words => ({
    en: `${en} ${english(manifest.title)}`,
    zh: `${zh}“${chinese(manifest.title)}”`,
  })
  const [use, manage, ...roles] = scopesOf(manifest)
  const all = [
    use!,
    { key: 'add', title: named('Add to', '新增') },
    { key: 'change', title: named('Change records in', '修改') },
    { key: 'delete', title: named('Delete from', '删除') },
    manage!,
    ...roles,
  ]
  return all.map(({ key, title }) => {
    const given = (granted ?? []).filter(({ rights }) => includes(rights, key))
    const open = !granted && key !== 'manage' && (RIGHTS as readonly string[]).includes(key)
    return {
      key,
      title,
      roles: open || given.some(({ kind }) => kind === 'everyone') ? ['member'] : [],
      holders: given.flatMap(({ kind, holder }) => (holder ? [`${kind}:${holder}`] : [])),
    }
  })
}

/** Who administers may do all; whoever may do anything sees the app. */
const includes = (rights: readonly string[], key: string): boolean =>
  rights.includes(key) || rights.includes('manage') || key === 'use'
