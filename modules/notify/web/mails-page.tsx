import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  SidePanel,
  Time,
  copy,
  go,
  t,
  told,
  useAction,
  useCatalog,
  useLanguage,
  type ModulePageProps,
} from '#web'

interface Mail {
  id: string
  at: string
  to: string
  subject: string
  text: string
}

/** What a mail server would have sent: for whoever operates the server, to hand on by other ways. */
export function MailsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const catalog = useCatalog()
  const { data, problem, isLoading, refetch } = useAction<{
    kind: 'folder' | 'smtp'
    items: Mail[]
  }>('notify.mail.list', { limit: 200 })
  const items = data?.items ?? []
  const chosen = items.find(({ id }) => id === rest[0])
  return (
    <Page side={chosen && <MailPanel mail={chosen} onClose={() => go(page.path)} />}>
      <Head
        backTo="/admin"
        title={catalog.title(page.id, page.title)}
        sub={t(
          'Mails that were not sent because no mail server is set. Links in them open accounts.',
        )}
      />
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {isLoading && <Loading rows={6} />}
      {data && items.length === 0 && (
        <Empty
          icon="mail"
          title={data.kind === 'smtp' ? t('Every mail goes out') : t('No mail was kept')}
        >
          {data.kind === 'smtp'
            ? t('A mail server is set, so nothing is kept here.')
            : t(
                'Invitations and links for new passwords show here until a mail server is set (TENON_MAIL_URL).',
              )}
        </Empty>
      )}
      {items.length > 0 && (
        <div className="body">
          <ul className="column panel rows">
            {items.map((mail) => (
              <li key={mail.id} className="mail-line">
                <button
                  type="button"
                  className="item"
                  aria-current={mail.id === rest[0] ? 'true' : undefined}
                  onClick={() => go(`${page.path}/${encodeURIComponent(mail.id)}`)}
                >
                  <Icon name="mail" />
                  <span className="words">
                    <span>{mail.subject}</span>
                    <small>{t('To {name}', { name: mail.to })}</small>
                  </span>
                  <small>
                    <Time at={mail.at} />
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Page>
  )
}

const LINK = /https?:\/\/\S+/

function MailPanel({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  const link = LINK.exec(mail.text)?.[0]
  return (
    <SidePanel
      title={mail.subject}
      onClose={onClose}
      foot={
        link && (
          <div className="row end">
            <Button icon="copy" onClick={() => void copy(link).then(() => told(t('Copied')))}>
              {t('Copy the link')}
            </Button>
          </div>
        )
      }
    >
      <p className="muted">
        {t('To {name}', { name: mail.to })} · <Time at={mail.at} />
      </p>
      <pre className="mail-text">{mail.text}</pre>
    </SidePanel>
  )
}
