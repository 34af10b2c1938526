import type { Manifest, Words } from './format.ts'
import { chinese, english } from './words.ts'

export interface AppScope {
  /** Last part of the scope's id: `app_orders.use`. */
  readonly key: string
  readonly title: Words
  /** Held by every member from the start. */
  readonly everyone: boolean
}

/** What an app lets people do, and so what an organisation agrees to when it installs it. */
export function scopesOf({ title, roles }: Manifest): AppScope[] {
  const named = (en: string, zh: string): Words => ({
    en: `${en} ${english(title)}`,
    zh: `${zh}“${chinese(title)}”`,
  })
  return [
    { key: 'use', title: named('Use', '使用'), everyone: true },
    { key: 'manage', title: named('Manage everything in', '管理'), everyone: false },
    ...roles.map((role) => ({ key: role.key, title: role.title, everyone: false })),
  ]
}
