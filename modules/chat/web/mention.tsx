import { useState, type KeyboardEvent } from 'react'
import { Avatar, Icon, t, useAction, useCatalog, useSignal, type Paged, type Person } from '#web'
import type { Room } from './room-store.ts'
import type { Conversation } from './types.ts'

/** The `@…` that the caret stands in. */
export function mentionAt(
  text: string,
  caret: number,
): { from: number; words: string } | undefined {
  const match = /(?:^|[\s,。;:!?(]|[\u3400-\u9fff])@([^\s@]{0,20})$/.exec(text.slice(0, caret))
  return match ? { from: caret - match[1]!.length - 1, words: match[1]! } : undefined
}

interface Choice {
  id: string
  name: string
}
const SHOWN = 8

/** Members whose name holds the words, or whose pinyin does (the directory knows). */
export function useMentions(room: Room, talk: Conversation, words: string | undefined) {
  const { members } = useSignal(room.state)
  const { actor } = useCatalog()
  const [at, setAt] = useState(0)
  const lower = (words ?? '').toLowerCase()
  const latin = /^[a-z]+$/.test(lower)
  const found = useAction<Paged<Person>>(
    'directory.person.list',
    { search: lower, limit: 50 },
    { enabled: latin, keep: true },
  )
  const byPinyin = new Set(latin ? (found.data?.items ?? []).map(({ id }) => id) : [])
  const people = members
    .filter(
      (one) =>
        one.person !== actor.id &&
        (lower === '' || one.name.toLowerCase().includes(lower) || byPinyin.has(one.person)),
    )
    .slice(0, SHOWN)
    .map(({ person, name }) => ({ id: person, name }))
  const mayAll = talk.kind === 'group' && (talk.may_mention_all === 'all' || talk.role !== 'member')
  const all = { id: 'all', name: t('all') }
  const choices: Choice[] =
    words === undefined ? [] : [...people, ...(mayAll && all.name.startsWith(lower) ? [all] : [])]
  const index = Math.min(at, Math.max(0, choices.length - 1))
  const keys = (event: KeyboardEvent, pick: (id: string, name: string) => void): boolean => {
    if (choices.length === 0) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((index + step + choices.length) % choices.length)
    else if (event.key === 'Enter' || event.key === 'Tab')
      pick(choices[index]!.id, choices[index]!.name)
    else return false
    event.preventDefault()
    return true
  }
  return { choices, index, keys }
}

export function MentionList({
  choices,
  index,
  onPick,
}: {
  choices: Choice[]
  index: number
  onPick: (id: string, name: string) => void
}) {
  return (
    <div className="mentions" role="listbox" aria-label={t('Mention')}>
      {choices.map((one, at) => (
        <div
          key={one.id}
          role="option"
          tabIndex={-1}
          aria-selected={at === index}
          className="option"
          onPointerDown={(event) => {
            event.preventDefault()
            onPick(one.id, one.name)
          }}
        >
          {one.id === 'all' ? (
            <Icon name="people" />
          ) : (
            <Avatar name={one.name} id={one.id} size={26} />
          )}
          {one.name}
        </div>
      ))}
    </div>
  )
}
