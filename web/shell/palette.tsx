import {
  useDeferredValue,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react'
import {
  ActionDialog,
  Avatar,
  Icon,
  Loading,
  controlOf,
  go,
  language,
  setLanguage,
  setTheme,
  t,
  useAction,
  useCatalog,
  type ActionInfo,
  type Paged,
  type Person,
} from '#web'
import { useRecordsFound } from './palette-records.ts'
import { useVendorsFound } from './palette-vendors.ts'

export interface Choice {
  key: string
  label: string
  sub?: string
  picture: ReactNode
  run: () => void
}

/** People, conversations, records, pages and every module's actions, in one box. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [action, setAction] = useState<string>()
  const dialog = useRef<HTMLDialogElement>(null)
  const search = useDeferredValue(text.trim())
  const groups = useGroups(search, setAction, onKeys)
  const flat = groups.flatMap((group) => group.choices)
  useEffect(() => {
    const element = dialog.current!
    if (!action && !element.open) element.showModal()
    if (action) element.close()
  }, [action])
  useEffect(() => {
    // It answers a promise in newer browsers, which is no way to clean up.
    dialog.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [at])

  if (action) return <ActionDialog action={action} onClose={onClose} />
  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    if (!choice.key.startsWith('action:')) onClose()
    choice.run()
  }
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((at + step + flat.length) % Math.max(flat.length, 1))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      choose(flat[at])
    }
  }
  let index = -1
  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label={t('Search and commands')}
      onCancel={onClose}
      onClose={() => !action && onClose()}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div className="palette-input">
        <Icon name="search" />
        <input
          value={text}
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={flat[at] ? `palette-${at}` : undefined}
          aria-label={t('Search and commands')}
          placeholder={t('People, conversations, documents, records, actions')}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={keys}
        />
        <kbd className="not-phone">Esc</kbd>
        <button type="button" className="button quiet small only-phone" onClick={onClose}>
          {t('Close')}
        </button>
      </div>
      <div className="palette-list" id="palette-list" role="listbox" aria-label={t('Found')}>
        {groups
          .filter((group) => group.choices.length > 0 || group.note)
          .map((group) => (
            <div key={group.title} role="group" aria-label={group.title}>
              <div className="list-title" role="presentation">
                {group.title}
              </div>
              {group.choices.map((choice) => {
                const mine = ++index
                return (
                  <div
                    key={choice.key}
                    id={`palette-${mine}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={mine === at}
                    className="item"
                    onClick={() => choose(choice)}
                    onPointerMove={() => setAt(mine)}
                    onKeyDown={keys}
                  >
                    {choice.picture}
                    <span className="words">
                      <span>{choice.label}</span>
                      {choice.sub && <small>{choice.sub}</small>}
                    </span>
                  </div>
                )
              })}
              {group.note && <p className="option none">{group.note}</p>}
            </div>
          ))}
        {flat.length === 0 &&
          (search ? <p className="option none">{t('Nothing found')}</p> : <Loading rows={3} />)}
      </div>
    </dialog>
  )
}

const SHOWN = 6
/** Actions that a form can fill: a person gives what they need. */
const fillable = (action: ActionInfo) =>
  action.kind === 'command' &&
  Object.values(action.input.properties ?? {}).every((field) => controlOf(field) !== 'json')

interface Group {
  title: string
  choices: Choice[]
  note?: string
}

function useGroups(search: string, setAction: (id: string) => void, onKeys: () => void): Group[] {
  const catalog = useCatalog()
  const lower = search.toLowerCase()
  const matches = (...words: (string | undefined)[]) =>
    lower !== '' && words.some((word) => word?.toLowerCase().includes(lower))
  const people = useAction<Paged<Person>>(
    'directory.person.list',
    { search, limit: SHOWN, expand: ['department'] },
    { enabled: search !== '' && catalog.can('directory.person.list'), keep: true },
  )
  const talks = useAction<{
    items: { id: string; name?: string; kind: string; peer?: { id: string; name: string } }[]
  }>(
    'chat.conversation.list',
    { limit: 100 },
    { enabled: catalog.can('chat.conversation.list'), keep: true },
  )
  const icon = (name: string) => <Icon name={name} size={18} />
  const pages: Choice[] = catalog.pages
    .map((page) => ({
      key: `page:${page.id}`,
      label: catalog.title(page.id, page.title),
      sub: page.path,
      picture: icon(page.icon),
      run: () => go(page.path),
    }))
    .filter((page) => search === '' || matches(page.label, page.sub))
  const conversations: Choice[] = (talks.data?.items ?? [])
    .filter((one) => matches(one.name, one.peer?.name))
    .slice(0, SHOWN)
    .map((one) => ({
      key: one.id,
      label: one.name ?? one.peer?.name ?? '',
      picture: (
        <Avatar
          name={one.name ?? one.peer?.name ?? ''}
          id={one.peer?.id ?? one.id}
          size={28}
          {...(one.kind === 'group' ? { icon: 'people' } : {})}
        />
      ),
      run: () => go(`/messages/${one.id}`),
    }))
  const actions: Choice[] = catalog.modules
    .flatMap((module) => module.actions)
    .filter(
      (action) =>
        fillable(action) &&
        matches(catalog.title(action.id, action.title), action.title, action.id),
    )
    .slice(0, SHOWN)
    .map((action) => ({
      key: `action:${action.id}`,
      label: catalog.title(action.id, action.title),
      sub: action.id,
      picture: icon('right'),
      run: () => setAction(action.id),
    }))
  const records = useRecordsFound(search)
  const vendors = useVendorsFound(search)
  const found = search ? (people.data?.items ?? []) : []
  const settings: Choice[] = [
    {
      key: 'language',
      label: language.get() === 'zh' ? 'English' : '切换到中文',
      picture: icon('globe'),
      run: () => setLanguage(language.get() === 'zh' ? 'en' : 'zh'),
    },
    { key: 'dark', label: t('Dark'), picture: icon('moon'), run: () => setTheme('dark') },
    { key: 'light', label: t('Light'), picture: icon('sun'), run: () => setTheme('light') },
    { key: 'keys', label: t('Keys'), picture: icon('keyboard'), run: onKeys },
  ].filter((one) => matches(one.label))
  return [
    {
      title: t('People'),
      choices: found.map((one) => ({
        key: one.id,
        label: one.name,
        sub: [one.department$?.name, one.job_title].filter(Boolean).join(' · '),
        picture: <Avatar name={one.name} id={one.id} size={28} />,
        run: () => go(`/contacts/people/${one.id}`),
      })),
    },
    { title: t('Conversations'), choices: conversations },
    {
      title: t('Records'),
      choices: records.map(({ key, label, sub, icon: name, path }) => ({
        key,
        label,
        sub,
        picture: icon(name),
        run: () => go(path),
      })),
    },
    ...vendors.map(({ title, hits, note }) => ({
      title,
      choices: hits.map(({ key, label, sub, icon: name, path }) => ({
        key,
        label,
        sub,
        picture: icon(name),
        run: () => go(path),
      })),
      ...(note ? { note } : {}),
    })),
    { title: t('Pages'), choices: pages.slice(0, search ? SHOWN : 12) },
    { title: t('Actions'), choices: actions },
    { title: t('Settings'), choices: settings },
  ]
}
