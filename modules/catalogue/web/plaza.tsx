import { useDeferredValue, useState } from 'react'
import { Button, Empty, ErrorState, Icon, Link, Loading, go, t, usePaged } from '#web'
import { ListingPanel } from './listing-panel.tsx'
import { inWords, partnerTitle, type Listing } from './types.ts'

/** Apps that organisations of this server have published for everybody. */
export function Plaza({ chosen, base }: { chosen: string | undefined; base: string }) {
  const [search, setSearch] = useState('')
  const words = useDeferredValue(search.trim())
  const list = usePaged<Listing>('catalogue.listing.list', {
    ...(words ? { search: words } : {}),
    limit: 50,
  })
  return (
    <div className="catalogue-split">
      <div className="body">
        <div className="column app-wide">
          <label className="search-box">
            <Icon name="search" size={18} />
            <input
              type="search"
              aria-label={t('Search the plaza')}
              placeholder={t('Search')}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
          {list.problem && (
            <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
          )}
          {list.isLoading && <Loading shape="list" />}
          {list.isSuccess && list.items.length === 0 && (
            <Empty icon="market" title={words ? t('Nothing matches') : t('The plaza is empty')}>
              {words
                ? t('Search for something else.')
                : t(
                    'Publish one of your apps: every organisation of this server can install it, and none sees your records.',
                  )}
            </Empty>
          )}
          <ul className="catalogue-cards" aria-label={t('Plaza')}>
            {list.items.map((one) => (
              <li key={one.listing}>
                <Link
                  to={`${base}/${one.listing}`}
                  className="catalogue-card"
                  aria-current={one.listing === chosen ? 'true' : undefined}
                >
                  <span className="catalogue-icon">
                    <Icon name={one.icon} size={22} />
                  </span>
                  <span className="person-words grow">
                    <span className="name">{inWords(one.title)}</span>
                    <small>{`${one.publisher} · ${partnerTitle(one.publisher_kind)}`}</small>
                    {one.about && <span className="catalogue-about">{inWords(one.about)}</span>}
                  </span>
                  {one.installed ? (
                    <span className="tag success">{t('Installed')}</span>
                  ) : one.own ? (
                    <span className="tag">
                      {one.status === 'withdrawn' ? t('Withdrawn') : t('Yours')}
                    </span>
                  ) : null}
                </Link>
              </li>
            ))}
          </ul>
          {list.hasNextPage && (
            <div className="table-more">
              <Button
                small
                busy={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('Load more')}
              </Button>
            </div>
          )}
        </div>
      </div>
      {chosen && <ListingPanel key={chosen} id={chosen} onClose={() => go(base)} />}
    </div>
  )
}
