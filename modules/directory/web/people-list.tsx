import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import {
  Avatar,
  Button,
  Empty,
  ErrorState,
  Icon,
  Link,
  Loading,
  t,
  useAction,
  usePaged,
  type Paged,
  type Person,
  type Row,
} from '#web'
import type { Departments } from './departments.ts'
import { phoneText } from './phone.ts'

const ROW = 56
const PAGE = 100
const NEAR_END = 20

interface Props {
  departments: Departments
  department: string | undefined
  left: boolean
  /** Begin with the search. */
  find: boolean
  chosen: string | undefined
  onOpen: (id: string) => void
  onAdd: (() => void) | undefined
}

/** Colleagues of one place, by name; searching asks the server, which knows pinyin, numbers and departments. */
export function PeopleList({ departments, department, left, find, chosen, onOpen, onAdd }: Props) {
  const [text, setText] = useState('')
  const words = useDeferredValue(text.trim())
  const within = department ? departments.within(department) : undefined
  const also = useFurther(within)
  const list = usePaged<Person>(
    'directory.person.list',
    {
      where: whereOf(within, also, left),
      sort: ['name_key'],
      expand: ['department'],
      limit: PAGE,
    },
    { enabled: words === '' },
  )
  const found = useAction<Paged<Person>>(
    'directory.person.search',
    {
      text: words,
      limit: PAGE,
      ...(department ? { department } : {}),
      ...(left ? { include_left: true } : {}),
    },
    { keep: true, enabled: words !== '' },
  )
  const people = words
    ? (found.data?.items ?? []).filter((one) => !left || one.status === 'left')
    : list.items
  const problem = words ? found.problem : list.problem
  const loading = words ? found.isLoading : list.isLoading
  return (
    <>
      <div className="tools">
        <label className="search-box find">
          <Icon name="search" size={16} />
          <input
            type="search"
            value={text}
            placeholder={t('Name, pinyin, number or department')}
            aria-label={t('Search people')}
            autoFocus={find}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      </div>
      {problem && people.length === 0 ? (
        <ErrorState
          problem={problem}
          onRetry={() => void (words ? found.refetch() : list.refetch())}
        />
      ) : loading ? (
        <Loading rows={10} />
      ) : people.length === 0 ? (
        <Nobody words={words} left={left} onAdd={onAdd} />
      ) : (
        <Rows
          people={people}
          departments={departments}
          department={department}
          chosen={chosen}
          onOpen={onOpen}
          more={!words && list.hasNextPage}
          onMore={() => void (list.isFetchingNextPage || list.fetchNextPage())}
        />
      )}
    </>
  )
}

function whereOf(within: string[] | undefined, also: string[], left: boolean) {
  const status = left ? { status: 'left' } : { status: { ne: 'left' } }
  if (!within) return status
  const here = { department: { in: within } }
  return { and: [status, also.length > 0 ? { or: [here, { id: { in: also } }] } : here] }
}

const FURTHER_MAX = 500

/** Those who work here beside their main department. */
function useFurther(within: string[] | undefined): string[] {
  const input = within && { where: { department: { in: within } }, limit: FURTHER_MAX }
  const { data } = useAction<Paged<Row & { person: string }>>('directory.assignment.list', input)
  return data?.items.map(({ person }) => person) ?? []
}

function Nobody({
  words,
  left,
  onAdd,
}: {
  words: string
  left: boolean
  onAdd: (() => void) | undefined
}) {
  if (words)
    return (
      <Empty icon="search" title={t('Nobody is called “{words}”', { words })}>
        {t(
          'Try the beginning of a name, pinyin such as “ll”, the last digits of a mobile, or a department.',
        )}
      </Empty>
    )
  if (left)
    return (
      <Empty icon="history" title={t('Nobody has left')}>
        {t('Whoever leaves stands here and can be taken back.')}
      </Empty>
    )
  return (
    <Empty
      icon="people"
      title={t('Nobody here yet')}
      action={onAdd && <Button onClick={onAdd}>{t('Add a person')}</Button>}
    >
      {t('People of this department and of those below it show here.')}
    </Empty>
  )
}

interface RowsProps {
  people: Person[]
  departments: Departments
  department: string | undefined
  chosen: string | undefined
  onOpen: (id: string) => void
  more: boolean
  onMore: () => void
}

/** Only what is in sight is drawn. Up and Down move from person to person. */
function Rows({ people, departments, department, chosen, onOpen, more, onMore }: RowsProps) {
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
    getItemKey: (index) => people[index]!.id,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= people.length - NEAR_END) onMore()
  }, [more, last, people.length, onMore])
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const at = Number((document.activeElement as HTMLElement | null)?.dataset.index ?? -1)
    const next = Math.max(0, Math.min(people.length - 1, at + step))
    event.preventDefault()
    virtual.scrollToIndex(next)
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus(),
    )
  }
  const leads = departments.get(department)?.leader?.id
  return (
    <div className="people" ref={box} onKeyDown={keys}>
      <div className="people-head" aria-hidden>
        <span>{t('Full name')}</span>
        <span className="wide-1">{t('Job title')}</span>
        <span className="wide-1">{t('Department')}</span>
        <span className="wide-2">{t('Mobile')}</span>
        <span className="wide-3">{t('E-mail')}</span>
      </div>
      <ul aria-label={t('People')} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const person = people[item.index]!
          return (
            <li
              key={person.id}
              style={{ transform: `translateY(${item.start}px)` }}
              aria-setsize={more ? -1 : people.length}
              aria-posinset={item.index + 1}
            >
              <Link
                to={`/contacts/people/${person.id}`}
                data-index={item.index}
                className="people-row"
                aria-current={person.id === chosen ? 'true' : undefined}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return
                  event.preventDefault()
                  onOpen(person.id)
                }}
              >
                <PersonCells
                  person={person}
                  department={departments.get(person.department)?.name}
                  leads={person.id === leads}
                />
              </Link>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function PersonCells({
  person,
  department,
  leads,
}: {
  person: Person
  department: string | undefined
  leads: boolean
}) {
  return (
    <>
      <span className="who">
        <Avatar name={person.name} id={person.id} file={person.avatar} size={36} />
        <span className="person-words">
          <span className="name-line">
            <span className="name">{person.name}</span>
            {leads && <span className="tag accent">{t('Leader')}</span>}
            {person.status === 'invited' && <span className="tag">{t('Invited')}</span>}
            {person.status === 'left' && <span className="tag warning">{t('Left')}</span>}
          </span>
          <small className="narrow">
            {[person.job_title, department].filter(Boolean).join(' · ')}
          </small>
        </span>
      </span>
      <span className="clip wide-1">{person.job_title}</span>
      <span className="clip wide-1">{department}</span>
      <span className="clip wide-2 number">{phoneText(person.mobile)}</span>
      <span className="clip wide-3">{person.email}</span>
    </>
  )
}
