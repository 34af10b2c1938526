import type { Actor, Context } from '#kernel'
import { WORDS } from './scopes.ts'

type Registry = Context['registry']
const REACHES = {
  self: { en: 'of your own', zh: '仅限你自己的' },
  department: { en: 'of your departments', zh: '仅限你的部门' },
  subtree: { en: 'of your departments and those below', zh: '仅限你的部门及下级部门' },
  all: { en: '', zh: '' },
} as const

/** What a scope lets an app do, as somebody reads it who has never heard of scopes. */
export function inWords(registry: Registry, scope: string): { en: string; zh: string } {
  const known = WORDS[scope]
  if (known) return known
  const [id = '', reach = 'all'] = scope.split(':', 2)
  const right = registry.scopes.get(id)
  const title = right?.title ?? id
  const range = REACHES[reach as keyof typeof REACHES] ?? REACHES.self
  const zh = registry.zh.get(id) ?? title
  return {
    en: range.en ? `${title} (${range.en})` : title,
    zh: range.zh ? `${zh}（${range.zh}）` : zh,
  }
}

export function mayAllow(actor: Actor, settings: Readonly<Record<string, unknown>>) {
  const everyone = actor.scopes.has('oidc.manage')
  return {
    may_allow: everyone || settings['members_allow'] !== false,
    may_allow_everyone: everyone,
  }
}
