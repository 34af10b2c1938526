import { useState } from 'react'
import {
  Button,
  Check,
  ConfirmDialog,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  PersonName,
  Time,
  t,
  tn,
  useCatalog,
  useLanguage,
  usePaged,
  type ModulePageProps,
  type Row,
} from '#web'
import { TokenDialog } from './token-dialog.tsx'

interface Token extends Row {
  name: string
  kind: 'person' | 'app' | 'device' | 'contact'
  holder: string
  scopes: string[]
  hint: string
  expires_at?: string
  last_used_at?: string
}

/** Keys for scripts and agents: what they may, until when, last used. */
export function TokensPage(_props: ModulePageProps) {
  useLanguage()
  const { actor, can } = useCatalog()
  const [all, setAll] = useState(false)
  const [creating, setCreating] = useState(false)
  const [ending, setEnding] = useState<Token>()
  const scopes = Array.isArray(actor.scopes) ? actor.scopes : Object.keys(actor.scopes)
  const list = usePaged<Token>('identity.token.list', { limit: 100, ...(all ? { all: true } : {}) })
  const create = can('identity.token.create') && (
    <Button tone="primary" icon="plus" onClick={() => setCreating(true)}>
      {t('New token')}
    </Button>
  )
  return (
    <Page>
      <Head
        backTo="/me"
        title={t('API tokens')}
        sub={t('Keys with which scripts and agents act in your name.')}
        primary={list.items.length > 0 && create}
        menu={[]}
      />
      <div className="body">
        <div className="column">
          {scopes.includes('identity.tokens') && (
            <Check label={t('Show everybody’s')} checked={all} onChange={setAll} />
          )}
          {list.problem && (
            <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
          )}
          {list.isLoading && <Loading />}
          {list.isSuccess && list.items.length === 0 && (
            <Empty icon="key" title={t('No token yet')} action={create}>
              {t(
                'A token lets a script or an agent use the API with as many of your rights as you give it.',
              )}{' '}
              <a href="/docs" target="_blank" rel="noreferrer">
                {t('To the API documentation')}
              </a>
            </Empty>
          )}
          {list.items.length > 0 && (
            <ul className="panel rows" aria-label={t('API tokens')}>
              {list.items.map((one) => (
                <li key={one.id}>
                  <Icon name="key" />
                  <span className="person-words grow">
                    <span className="name">
                      {one.name} <code className="muted">…{one.hint}</code>
                    </span>
                    <small>
                      {all && one.kind === 'person' && (
                        <>
                          <PersonName id={one.holder} />
                          {' · '}
                        </>
                      )}
                      {one.scopes.includes('*')
                        ? t('All that the holder may')
                        : tn(one.scopes.length, '{n} right', '{n} rights')}
                      {' · '}
                      {one.expires_at ? (
                        <>
                          {t('until')} <Time at={one.expires_at} />
                        </>
                      ) : (
                        t('never expires')
                      )}
                      {' · '}
                      {one.last_used_at ? (
                        <>
                          {t('last used')} <Time at={one.last_used_at} />
                        </>
                      ) : (
                        t('never used')
                      )}
                    </small>
                  </span>
                  <Button small onClick={() => setEnding(one)}>
                    {t('Revoke')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
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
      {creating && <TokenDialog onClose={() => setCreating(false)} />}
      {ending && (
        <ConfirmDialog
          title={t('Revoke {name}', { name: ending.name })}
          text={t(
            'Whatever uses this token stops working at once, tokens made with it too. This cannot be undone.',
          )}
          verb={t('Revoke')}
          action="identity.token.revoke"
          input={{ token: ending.id }}
          refresh={['identity.token']}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Page>
  )
}
