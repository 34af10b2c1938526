import { useDeferredValue, useMemo, useState } from 'react'
import { Dialog, Icon, TextField, t, useAction, useCatalog, type Catalog } from '#web'
import type { KindInfo, Kinds } from './types.ts'
import { kindIcon } from './words.ts'

/** Shown of one search; who wants more types more. */
const SHOWN_MAX = 60

export interface Pick {
  kind: string
  action?: string
}
interface Standard {
  interface: string
  title: string
  actions: string[]
  implementers: { module: string; title: string; chosen: boolean; without: string[] }[]
}
interface Offer {
  key: string
  icon: string
  title: string
  hint: string
  group: string
  pick: Pick
}

/** What can be done here: kinds of steps, actions of every module and vendor, standards with who does them. */
export function ActionPicker({
  kinds,
  only,
  onPick,
  onClose,
}: {
  kinds: Kinds
  /** Choosing another action for a step that is there. */
  only?: 'actions'
  onPick: (pick: Pick) => void
  onClose: () => void
}) {
  const catalog = useCatalog()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim().toLowerCase())
  const standards = useAction<{ items: Standard[] }>(
    'standards.interface.list',
    {},
    {
      enabled: catalog.can('standards.interface.list'),
    },
  )
  const offers = useMemo(
    () => [
      ...(only ? [] : kindOffers(kinds)),
      ...actionOffers(catalog),
      ...standardOffers(standards.data?.items ?? [], catalog),
    ],
    [only, kinds, catalog, standards.data],
  )
  const words = search.split(/\s+/).filter(Boolean)
  const found = offers.filter(({ key, title, hint, group }) => {
    const all = `${title} ${hint} ${group} ${key}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
  const groups = Map.groupBy(found.slice(0, SHOWN_MAX), ({ group }) => group)
  return (
    <Dialog title={only ? t('Choose an action') : t('Add a step')} onClose={onClose} wide>
      <div className="flow-offers">
        <TextField
          label={t('Search')}
          hideLabel
          type="search"
          placeholder={t('What should happen? e.g. message, approval, customer')}
          value={text}
          onChange={setText}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && found[0]) onPick(found[0].pick)
          }}
        />
        {found.length === 0 && (
          <p className="muted">
            {t('Nothing found. Actions that you may not use yourself are not offered.')}
          </p>
        )}
        {[...groups].map(([group, all]) => (
          <section key={group}>
            <h3>{group}</h3>
            <ul>
              {all.map((offer) => (
                <li key={offer.key}>
                  <button type="button" className="item" onClick={() => onPick(offer.pick)}>
                    <Icon name={offer.icon} size={18} />
                    <span className="words">
                      <span>{offer.title}</span>
                      <small>{offer.hint}</small>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
        {found.length > SHOWN_MAX && (
          <p className="muted">{t('{n} more; type to narrow.', { n: found.length - SHOWN_MAX })}</p>
        )}
      </div>
    </Dialog>
  )
}

const kindOffers = (kinds: Kinds): Offer[] =>
  [...kinds.values()]
    .filter(({ kind }) => kind !== 'call')
    .map((kind: KindInfo) => ({
      key: kind.kind,
      icon: kindIcon(kind.kind),
      title: t(kind.title),
      hint: t(kind.description),
      group: kind.effect === 'control' ? t('Course of the flow') : t('Steps of the flow itself'),
      pick: { kind: kind.kind },
    }))

const actionOffers = (catalog: Catalog): Offer[] =>
  catalog.modules.flatMap((module) =>
    module.actions
      .filter(({ kind }) => kind !== 'signal')
      .map((action) => ({
        key: action.id,
        icon: action.kind === 'query' ? 'search' : 'apps',
        title: catalog.title(action.id, action.title),
        hint: action.id,
        group: catalog.title(module.id, module.title),
        pick: { kind: 'call', action: action.id },
      })),
  )

const standardOffers = (standards: readonly Standard[], catalog: Catalog): Offer[] =>
  standards.flatMap((standard) => {
    const chosen = standard.implementers.find((one) => one.chosen)
    if (standard.implementers.length === 0) return []
    const who = chosen
      ? t('done by {name}', { name: catalog.title(chosen.module, chosen.title) })
      : t('not decided yet who does it: {names}', {
          names: standard.implementers.map(({ title }) => title).join(', '),
        })
    return standard.actions
      .filter((id) => !chosen?.without.includes(id))
      .map((id) => ({
        key: `${standard.interface}#${id}`,
        icon: 'approval',
        title: catalog.title(id),
        hint: `${standard.interface} · ${who}`,
        group: t('Standard: {name}', { name: t(standard.title) }),
        pick: { kind: 'call', action: `${standard.interface}#${id}` },
      }))
  })
