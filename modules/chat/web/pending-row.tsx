import { Icon, Markdown, say, t } from '#web'
import { discard, retry } from './outbox.ts'
import type { Room } from './room-store.ts'
import type { Pending } from './types.ts'

/** A message on its way, or one that did not get there with the reason and what to do. */
export function PendingRow({ room, pending, me }: { room: Room; pending: Pending; me: string }) {
  const { problem } = pending
  return (
    <div className="message own first">
      <div className="message-body">
        <div className={`bubble waiting ${problem ? 'failed' : ''}`}>
          {pending.preview && <img className="picture" src={pending.preview} alt="" />}
          {pending.kind === 'file' && (
            <span className="row">
              <Icon name="file" size={18} />
              {pending.text || pending.file?.name}
            </span>
          )}
          {pending.share !== undefined && !problem && (
            <progress value={pending.share} max={1} aria-label={t('Sending up')} />
          )}
          {pending.text &&
            pending.kind !== 'file' &&
            (pending.kind === 'markdown' ? (
              <Markdown text={pending.text} />
            ) : (
              <p className="words">{pending.text}</p>
            ))}
        </div>
        {problem ? (
          <div className="refusal" role="alert">
            <Icon name="warning" size={15} />
            <span>
              <b>{say(problem)}</b> {t('It is kept here.')}{' '}
              <button
                type="button"
                className="bare linkish"
                onClick={() => void retry(room, me, pending)}
              >
                {t('Send again')}
              </button>{' '}
              <button
                type="button"
                className="bare linkish"
                onClick={() => discard(room, pending.client_id)}
              >
                {t('Discard')}
              </button>
            </span>
          </div>
        ) : (
          <small className="state-line">{t('Sending …')}</small>
        )}
      </div>
    </div>
  )
}
