import {
  ErrorState,
  Head,
  Icon,
  Link,
  Page,
  t,
  useAction,
  useCatalog,
  useLanguage,
  type ModulePageProps,
} from '#web'
import { Factor } from './factor.tsx'
import { Passkeys } from './passkeys.tsx'
import { Password } from './password.tsx'
import { Sessions } from './sessions.tsx'

interface Me {
  account?: { email?: string; mobile?: string; totp: boolean }
}

/** What opens one's account, and where it is open. */
export function SecurityPage(_props: ModulePageProps) {
  useLanguage()
  const { can } = useCatalog()
  const { data, problem, refetch } = useAction<Me>('identity.me.get')
  return (
    <Page>
      <Head backTo="/me" title={t('Sessions and security')} />
      <div className="body">
        <div className="column">
          {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
          {data && !data.account && (
            <p className="panel muted">
              {t(
                'You are here with a token, not with an account. Sign in to change passwords and sessions.',
              )}
            </p>
          )}
          {data?.account && (
            <>
              <section className="section" aria-label={t('Signing in')}>
                <h2>{t('Signing in')}</h2>
                <div className="panel rows">
                  <Password account={data.account.email ?? data.account.mobile ?? ''} />
                  <Factor on={data.account.totp} onChanged={() => void refetch()} />
                </div>
              </section>
              {can('identity.passkey.list') && <Passkeys />}
              <Sessions />
            </>
          )}
          {can('identity.token.list') && (
            <Link to="/me/tokens" className="panel token-link">
              <Icon name="key" />
              <span className="grow">{t('API tokens')}</span>
              <Icon name="right" size={16} />
            </Link>
          )}
        </div>
      </div>
    </Page>
  )
}
