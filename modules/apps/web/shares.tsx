import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorState,
  Icon,
  Time,
  copy,
  saveFile,
  t,
  told,
  usePaged,
} from '#web'
import { ShareDialog } from './share-dialog.tsx'
import type { Manifest } from './types.ts'

export interface Share {
  share: string
  title: string
  answers: number
  expires_at?: string
  revoked_at?: string
  link: string
  qr: string
}

/** Forms that people without an account fill in: link, QR code, answers so far. */
export function Shares({ app, manifest }: { app: string; manifest: Manifest }) {
  const list = usePaged<Share>('apps.share.list', { app })
  const [making, setMaking] = useState(false)
  const [closing, setClosing] = useState<Share>()
  const make = (
    <Button tone="primary" icon="share" onClick={() => setMaking(true)}>
      {t('Share a form')}
    </Button>
  )
  return (
    <>
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isSuccess && list.items.length === 0 ? (
        <Empty icon="qr" title={t('No form is shared')} action={make}>
          {t(
            'Whoever has the link fills in the fields you mark, without an account, and sees nothing else.',
          )}
        </Empty>
      ) : (
        <div className="form-foot">{make}</div>
      )}
      {list.items.map((share) => (
        <section key={share.share} className="panel app-share" aria-label={share.title}>
          <img
            alt={t('QR code of {name}', { name: share.title })}
            width={132}
            height={132}
            src={`data:image/svg+xml;utf8,${encodeURIComponent(share.qr)}`}
          />
          <div className="stack">
            <h2>{share.title}</h2>
            <p className="muted">
              {t('{n} answers', { n: share.answers })}
              {share.expires_at && !share.revoked_at && (
                <>
                  {' · '}
                  {t('open until')} <Time at={share.expires_at} />
                </>
              )}
            </p>
            {share.revoked_at ? (
              <p>
                <span className="tag">{t('Closed')}</span>
              </p>
            ) : (
              <>
                <input
                  className="input"
                  readOnly
                  aria-label={t('Link of {name}', { name: share.title })}
                  value={share.link}
                />
                <div className="row wrap">
                  <Button
                    small
                    icon="copy"
                    onClick={() => void copy(share.link).then(() => told(t('Link copied')))}
                  >
                    {t('Copy the link')}
                  </Button>
                  <Button
                    small
                    icon="download"
                    onClick={() => saveFile(`${share.title}.svg`, share.qr, 'image/svg+xml')}
                  >
                    {t('Save the QR code')}
                  </Button>
                  <Button small tone="danger" onClick={() => setClosing(share)}>
                    {t('Close the form')}
                  </Button>
                </div>
              </>
            )}
          </div>
        </section>
      ))}
      {list.hasNextPage && (
        <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          <Icon name="down" size={16} />
          {t('Load more')}
        </Button>
      )}
      {making && <ShareDialog app={app} manifest={manifest} onClose={() => setMaking(false)} />}
      {closing && (
        <ConfirmDialog
          title={t('Close “{name}”?', { name: closing.title })}
          text={t('Its link and QR code answer nobody from now on. What was filled in stays.')}
          verb={t('Close the form')}
          action="apps.share.close"
          input={{ share: closing.share }}
          onClose={() => setClosing(undefined)}
        />
      )}
    </>
  )
}
