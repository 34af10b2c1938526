import { useDeferredValue, useId, useRef, useState, type KeyboardEvent } from 'react'
import { Avatar } from './avatar.tsx'
import { Floating } from './floating.tsx'
import type { Problem } from './client.ts'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { useCatalog } from './manifest.ts'
import { useAction, type Paged } from './query.ts'
import { useRecord, type Person, type Row } from './record.ts'

interface Wires {
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  'aria-required'?: true
  'aria-label'?: string
}
interface PickerProps {
  /** Entity id, e.g. `directory.person`. */
  entity: string
  /** The list action that offers; default `<entity>.list`. */
  pick?: string | undefined
  value: string[]
  onChange: (ids: string[]) => void
  many?: boolean
  wires?: Wires
  /** Ids that are not offered. */
  without?: readonly string[]
  placeholder?: string
  onBlur?: () => void
}

/** A person sees names, an agent ids: the picker behind every `x-pick` and `x-ref`. */
export function RecordPicker({
  entity,
  pick,
  value,
  onChange,
  many,
  wires = {},
  without = [],
  placeholder,
  onBlur,
}: PickerProps) {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const [chosen] = useState(() => new Map<string, string>())
  const label = useLabel(entity)
  const anchor = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const search = useDeferredValue(text.trim())
  const offered = useOptions(entity, pick, search, open)
  const options = offered.rows.filter((row) => !value.includes(row.id) && !without.includes(row.id))

  const choose = (row: Row | undefined) => {
    if (!row) return
    chosen.set(row.id, label(row))
    onChange(many ? [...value, row.id] : [row.id])
    setText('')
    setAt(0)
    if (!many) setOpen(false)
    input.current?.focus()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((at + step + Math.max(options.length, 1)) % Math.max(options.length, 1))
    } else if (event.key === 'Enter' && open && options.length > 0) {
      event.preventDefault()
      choose(options[at])
    } else if (event.key === 'Backspace' && text === '' && value.length > 0)
      onChange(value.slice(0, -1))
    else if (event.key === 'Tab') setOpen(false)
  }
  const single = !many && value.length > 0
  return (
    <div
      className={`picker input ${single ? 'single' : ''}`}
      ref={anchor}
      onClick={() => input.current?.focus()}
    >
      {value.map((id) => (
        <Chip
          key={id}
          entity={entity}
          id={id}
          known={chosen.get(id)}
          onRemove={() => onChange(value.filter((other) => other !== id))}
        />
      ))}
      <input
        {...wires}
        ref={input}
        role="combobox"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && options[at] ? `${listId}-${at}` : undefined}
        autoComplete="off"
        value={text}
        placeholder={
          value.length > 0
            ? ''
            : (placeholder ?? (entity === 'directory.person' ? t('Name or pinyin') : t('Search')))
        }
        onChange={(event) => {
          setText(event.target.value)
          setOpen(true)
          setAt(0)
        }}
        onFocus={() => setOpen(!single)}
        onClick={() => setOpen(true)}
        onKeyDown={keys}
        onBlur={() => {
          // Leaving for the list keeps it open; a press on an option is a pointerdown there.
          setTimeout(() => {
            if (anchor.current?.contains(document.activeElement)) return
            onBlur?.()
          }, 150)
        }}
      />
      {open && (
        <Floating
          anchor={anchor}
          onClose={() => setOpen(false)}
          role="presentation"
          label={t('Choices')}
        >
          <div
            className="options"
            role="listbox"
            id={listId}
            aria-label={t('Choices')}
            style={{ minWidth: anchor.current?.offsetWidth }}
          >
            {options.map((row, index) => (
              <div
                key={row.id}
                id={`${listId}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className="option"
                onPointerDown={(event) => {
                  event.preventDefault()
                  choose(row)
                }}
                onPointerEnter={() => setAt(index)}
              >
                <OptionWords entity={entity} row={row} />
              </div>
            ))}
            {options.length === 0 && (
              <div className="option none" role="option" aria-selected={false} aria-disabled>
                {offered.problem?.detail ??
                  (offered.loading ? t('Searching…') : t('Nothing found'))}
              </div>
            )}
          </div>
        </Floating>
      )}
    </div>
  )
}

const OFFERED = 20

function useOptions(
  entity: string,
  pick: string | undefined,
  search: string,
  open: boolean,
): { rows: Row[]; loading: boolean; problem: Problem | undefined } {
  const expand =
    entity === 'directory.person'
      ? { expand: ['department'], where: { status: { ne: 'left' } } }
      : {}
  const list = pick ?? `${entity}.list`
  const searches = useCatalog().action(list)?.input.properties?.['search'] !== undefined
  const label = useLabel(entity)
  const input = { ...(search && searches ? { search } : {}), limit: OFFERED, ...expand }
  const found = useAction<Paged<Row>>(list, input, { keep: true, enabled: open })
  const all = found.data?.items ?? []
  // A short list that cannot be searched is narrowed here.
  const rows =
    searches || !search
      ? all
      : all.filter((row) => label(row).toLowerCase().includes(search.toLowerCase()))
  return { rows, loading: found.isFetching, problem: found.problem }
}

export function useLabel(entity: string) {
  const field = useCatalog().entity(entity)?.label ?? 'name'
  return (row: Row | { id: string; [field: string]: unknown }) => {
    const label = row[field] ?? row.name ?? row.title ?? row.label
    return typeof label === 'string' ? label : row.id.slice(-6)
  }
}

function OptionWords({ entity, row }: { entity: string; row: Row }) {
  const label = useLabel(entity)(row)
  if (entity !== 'directory.person') return <span className="name">{label}</span>
  const person = row as Person
  return (
    <>
      <Avatar name={label} id={row.id} file={person.avatar} size={28} />
      <span className="person-words">
        <span className="name">{label}</span>
        <small>{[person.department$?.name, person.job_title].filter(Boolean).join(' · ')}</small>
      </span>
    </>
  )
}

function Chip({
  entity,
  id,
  known,
  onRemove,
}: {
  entity: string
  id: string
  /** As it was offered: not every list finds one of its records again. */
  known: string | undefined
  onRemove: () => void
}) {
  const { data } = useRecord(entity, id)
  const label = useLabel(entity)
  const words = data ? label(data) : (known ?? '…')
  return (
    <span className="chip">
      {entity === 'directory.person' && (
        <Avatar name={words} id={id} file={data?.avatar as string | undefined} size={20} />
      )}
      {words}
      <button
        type="button"
        className="bare"
        aria-label={t('Remove {name}', { name: words })}
        onClick={onRemove}
      >
        <Icon name="close" size={14} />
      </button>
    </span>
  )
}

export const PersonPicker = (props: Omit<PickerProps, 'entity'>) => (
  <RecordPicker entity="directory.person" {...props} />
)
