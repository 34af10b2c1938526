import { useDeferredValue, useState } from 'react'
import { Button, Check, ErrorLine, Icon, IconButton, Loading, TextField, t, usePaged } from '#web'
import { OperationDialog } from './operation-dialog.tsx'
import { nameOfChosen, type Chosen, type Listed } from './types.ts'

/** What of a document is wanted; only that is worked out. */
export function OperationsStep({
  document,
  overlay,
  chosen,
  onChange,
}: {
  document: string
  overlay: object | undefined
  chosen: readonly Chosen[]
  onChange: (chosen: Chosen[]) => void
}) {
  const [search, setSearch] = useState('')
  const [adjusting, setAdjusting] = useState<Chosen>()
  const words = useDeferredValue(search.trim())
  const list = usePaged<Listed>('imports.operation.list', {
    document,
    limit: 100,
    ...(words ? { search: words } : {}),
  })
  const total = (list.data?.pages[0] as { total?: number } | undefined)?.total ?? 0
  const keys = new Set(chosen.map(({ key }) => key))
  const toggle = (one: Listed, on: boolean) =>
    onChange(
      on ? [...chosen, { ...one, settings: {} }] : chosen.filter(({ key }) => key !== one.key),
    )
  const missing = list.items.filter(({ key }) => !keys.has(key))
  return (
    <>
      <TextField
        label={t('Look for operations')}
        type="search"
        value={search}
        onChange={setSearch}
      />
      <div className="panel imports-picks" role="group" aria-label={t('Operations')}>
        <ErrorLine problem={list.problem} />
        {list.isLoading && <Loading rows={4} />}
        {list.items.map((one) => (
          <Check
            key={one.key}
            label={one.deprecated ? t('{name} (deprecated)', { name: one.title }) : one.title}
            help={one.key}
            checked={keys.has(one.key)}
            onChange={(on) => toggle(one, on)}
          />
        ))}
        {list.isSuccess && list.items.length === 0 && <p className="muted">{t('Nothing found')}</p>}
        {list.hasNextPage && (
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('Load more')}
          </Button>
        )}
      </div>
      <div className="row imports-checked">
        <span className="grow muted" role="status">
          {t('{n} of {all} chosen', { n: chosen.length, all: total })}
        </span>
        {missing.length > 0 && (
          <Button
            small
            onClick={() =>
              onChange([...chosen, ...missing.map((one) => ({ ...one, settings: {} }))])
            }
          >
            {t('Choose all that are shown')}
          </Button>
        )}
      </div>
      {chosen.length > 0 && (
        <ul className="panel rows imports-list" aria-label={t('Chosen')}>
          {chosen.map((one) => (
            <li key={one.key}>
              <Icon name={(one.settings.kind ?? one.kind) === 'query' ? 'search' : 'edit'} />
              <span className="person-words grow">
                <span className="name">{one.settings.title ?? one.title}</span>
                <small className="imports-code">{nameOfChosen(one)}</small>
              </span>
              {one.settings.paging && <span className="tag">{t('in pages')}</span>}
              {one.settings.poll && <span className="tag accent">{t('watched')}</span>}
              <Button
                small
                aria-label={t('Adjust {name}', { name: nameOfChosen(one) })}
                onClick={() => setAdjusting(one)}
              >
                {t('Adjust')}
              </Button>
              <IconButton
                icon="close"
                label={t('Leave out {name}', { name: nameOfChosen(one) })}
                onClick={() => toggle(one, false)}
              />
            </li>
          ))}
        </ul>
      )}
      {adjusting && (
        <OperationDialog
          document={document}
          overlay={overlay}
          chosen={adjusting}
          onDone={(settings) => {
            onChange(chosen.map((one) => (one.key === adjusting.key ? { ...one, settings } : one)))
            setAdjusting(undefined)
          }}
          onClose={() => setAdjusting(undefined)}
        />
      )}
    </>
  )
}
