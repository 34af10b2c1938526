import { language, t } from '#web'
import type { Conversation, LastMessage, Message, SystemWords } from './types.ts'

/** What the system says, in the reader's language. */
export function systemText(
  system: SystemWords | undefined,
  nameOf: (id: string) => string,
): string {
  if (!system) return ''
  const by = system.by ? nameOf(system.by) : ''
  const people = (system.people ?? []).map(nameOf).join(language.get() === 'zh' ? '、' : ', ')
  const value = system.value ?? ''
  switch (system.code) {
    case 'created':
      return people
        ? t('{by} made the group and added {people}', { by, people })
        : t('{by} made the group', { by })
    case 'added':
      return t('{by} added {people}', { by, people })
    case 'removed':
      return t('{by} removed {people}', { by, people })
    case 'left':
      return t('{people} left', { people })
    case 'renamed':
      return t('{by} renamed the group to “{value}”', { by, value })
    case 'noticed':
      return t('{by} put up a notice', { by })
    case 'transferred':
      return t('{by} handed the group over to {people}', { by, people })
    case 'role':
      return value === 'admin'
        ? t('{by} made {people} admin', { by, people })
        : t('{by} made {people} a member again', { by, people })
    case 'thing_added':
      return by
        ? t('{by} let “{value}” into the group', { by, value })
        : t('“{value}” is in the group now', { value })
    case 'thing_removed':
      return t('“{value}” is in the group no more', { value })
    case 'pinned':
      return t('{by} pinned a message', { by })
    default:
      return ''
  }
}

/** One line for a message where there is no room for it. */
export function briefly({
  kind,
  text,
  body,
  recalled_at,
}: Pick<Message, 'kind' | 'text'> & Partial<Message>): string {
  if (recalled_at) return t('Recalled')
  if (kind === 'image') return t('[Picture]')
  if (kind === 'file') return `${t('[File]')} ${body?.file?.name ?? text}`
  if (kind === 'card') return `${t('[Card]')} ${text}`
  if (kind === 'combined') return `${t('[Messages]')} ${body?.combined?.title ?? text}`
  return text.replace(/\s+/g, ' ')
}

export function lastWords({ last, kind }: Conversation, me: string): string {
  if (!last) return ''
  if (last.recalled) return t('Recalled a message')
  if (last.kind === 'system')
    return systemText(last.system, () => '…').replace(/^… ?/, '') || t('News in the group')
  const words = briefly(last as LastMessage)
  if (last.sender === me || kind === 'direct' || !last.sender_name) return words
  return language.get() === 'zh' ? `${last.sender_name}：${words}` : `${last.sender_name}: ${words}`
}
