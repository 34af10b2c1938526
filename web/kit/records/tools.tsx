import { useRef, useState, type ReactNode } from 'react'
import { Check } from '../field.tsx'
import { Floating } from '../floating.tsx'
import { Icon } from '../icon.tsx'
import { t } from '../language.ts'
import type { TableView } from '../table-columns.ts'
import { FilterBuilder } from './filter-builder.tsx'
import { countOf, type Filter } from './filter.ts'
import type { useSource } from './source.ts'

/** Search, filters and the choice of columns above records. */
export function RecordTools({
  from,
  search,
  onSearch,
  filter,
  onFilter,
  view,
  onView,
  children,
}: {
  from: ReturnType<typeof useSource>
  search: string
  onSearch: (text: string) => void
  filter: Filter
  onFilter: (next: Filter) => void
  view: TableView
  onView: (part: Partial<TableView>) => void
  children?: ReactNode
}) {
  const { fields, entity, say } = from
  const count = countOf(filter, fields)
  const choices = Object.entries(fields).filter(([, schema]) => !schema['x-sensitive'])
  return (
    <div className="tools">
      {from.takes('search') && (from.custom || entity.search?.length !== 0) && (
        <label className="search-box">
          <Icon name="search" size={16} />
          <input
            type="search"
            value={search}
            placeholder={t('Search')}
            aria-label={t('Search')}
            onChange={(event) => onSearch(event.target.value)}
          />
        </label>
      )}
      {from.takes('where') && (
        <Opens icon="filter" label={t('Filter')} count={count} className="filter-float">
          <FilterBuilder from={from} filter={filter} onFilter={onFilter} />
        </Opens>
      )}
      <Opens icon="columns" label={t('Columns')}>
        <div className="column-list">
          {choices.map(([name, schema]) => (
            <Check
              key={name}
              label={say(name, schema)}
              checked={view.columns.includes(name)}
              disabled={view.columns.length === 1 && view.columns.includes(name)}
              onChange={(on) =>
                onView({
                  columns: on
                    ? [...view.columns, name]
                    : view.columns.filter((one) => one !== name),
                })
              }
            />
          ))}
        </div>
      </Opens>
      {children}
    </div>
  )
}

function Opens({
  icon,
  label,
  count = 0,
  className = '',
  children,
}: {
  icon: string
  label: string
  count?: number
  className?: string
  children: ReactNode
}) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={`button quiet small ${count > 0 ? 'on' : ''}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} size={16} />
        <span className="shy">{label}</span>
        {count > 0 && <span className="badge calm">{count}</span>}
      </button>
      {open && (
        <Floating
          anchor={anchor}
          onClose={() => setOpen(false)}
          label={label}
          className={className}
        >
          {children}
        </Floating>
      )}
    </>
  )
}
