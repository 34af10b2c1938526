import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { Avatar, t, useAction, useCatalog, type Paged, type Person, type Row } from '#web'

interface Seat extends Row {
  person: string
  role: string
  person$?: { id: string; name: string }
}
/** More members than this are found by their names in the directory’s own search. */
const SEATS = 200
const SHOWN = 6

/** The `@…` that the caret stands in; Chinese is written without a space before it. */
function mentionAt(text: string, caret: number): { from: number; words: string } | undefined {
  const match = /(?:^|[\s,。;:!?(]|[\u3000-\u9fff\uff00-\uffef])@([^\s@]{0,20})$/.exec(
    text.slice(0, caret),
  )
  return match ? { from: caret - match[1]!.length - 1, words: match[1]! } : undefined
}

/** Where one writes about a task; `@` offers the people of its project, who then hear of it. */
export function MentionArea({
  wires,
  project,
  value,
  onChange,
  onName,
}: {
  wires: object
  project: string
  value: string
  onChange: (text: string) => void
  onName: (id: string, name: string) => void
}) {
  const { actor } = useCatalog()
  const area = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  const [closed, setClosed] = useState<number>()
  const asked = mentionAt(value, caret)
  const open = asked !== undefined && asked.from !== closed
  const seats = useAction<Paged<Seat>>(
    'projects.member.list',
    { where: { project, role: { ne: 'guest' } }, expand: ['person'], limit: SEATS },
    { enabled: open, keep: true },
  )
  const lower = asked?.words.toLowerCase() ?? ''
  // Pinyin is the directory's to know.
  const latin = /^[a-z]+$/.test(lower)
  const found = useAction<Paged<Person>>(
    'directory.person.list',
    { search: lower, limit: 50 },
    { enabled: open && latin, keep: true },
  )
  const spelled = new Set(latin ? (found.data?.items ?? []).map(({ id }) => id) : [])
  const people = (open ? (seats.data?.items ?? []) : [])
    .flatMap(({ person$ }) => person$ ?? [])
    .filter(
      ({ id, name }) => id !== actor.id && (name.toLowerCase().includes(lower) || spelled.has(id)),
    )
    .slice(0, SHOWN)
  const index = Math.min(at, people.length - 1)

  const pick = ({ id, name }: { id: string; name: string }) => {
    const before = value.slice(0, asked!.from)
    const next = `${before}@${name} `
    onName(id, name)
    onChange(next + value.slice(caret))
    setCaret(next.length)
    setAt(0)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(next.length, next.length)
    })
  }
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey))
      return event.currentTarget.form?.requestSubmit()
    if (people.length === 0) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((index + step + people.length) % people.length)
    else if (event.key === 'Enter' || event.key === 'Tab') pick(people[index]!)
    else if (event.key === 'Escape') {
      event.stopPropagation()
      setClosed(asked!.from)
    } else return
    event.preventDefault()
  }
  return (
    <div className="mention-area">
      {people.length > 0 && (
        <div className="task-mentions" id={list} role="listbox" aria-label={t('Mention')}>
          {people.map((one, place) => (
            <div
              key={one.id}
              id={`${list}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === index}
              className="option"
              onPointerDown={(event) => {
                event.preventDefault()
                pick(one)
              }}
            >
              <Avatar name={one.name} id={one.id} size={24} />
              {one.name}
            </div>
          ))}
        </div>
      )}
      <textarea
        {...wires}
        ref={area}
        className="input"
        rows={2}
        maxLength={8000}
        placeholder={t('Write a comment, @ somebody')}
        aria-autocomplete="list"
        aria-controls={people.length > 0 ? list : undefined}
        aria-activedescendant={people.length > 0 ? `${list}-${index}` : undefined}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
          setCaret(event.target.selectionStart)
          setAt(0)
          setClosed(undefined)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={keys}
      />
    </div>
  )
}
