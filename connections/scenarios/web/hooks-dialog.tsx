import { Button, Dialog, copy, t } from '#web'
import type { Hook } from './types.ts'

/** Where others call it; their secret is shown this once. */
export function HooksDialog({ hooks, onClose }: { hooks: Hook[]; onClose: () => void }) {
  return (
    <Dialog title={t('Tell the other side')} onClose={onClose} wide>
      <p>
        {t(
          'Enter this address there, and the secret with which it signs what it sends. The secret is shown now and never again.',
        )}
      </p>
      {hooks.map(({ name, hook, secret }) => (
        <dl key={name} className="facts">
          <div>
            <dt>{t('Address')}</dt>
            <dd>
              <code className="scenario-hook">{hook}</code>{' '}
              <Button small icon="copy" onClick={() => void copy(hook)}>
                {t('Copy the address')}
              </Button>
            </dd>
          </div>
          {secret && (
            <div>
              <dt>{t('Secret')}</dt>
              <dd>
                <code className="scenario-hook">{secret}</code>{' '}
                <Button small icon="copy" onClick={() => void copy(secret)}>
                  {t('Copy the secret')}
                </Button>
              </dd>
            </div>
          )}
        </dl>
      ))}
      <div className="form-foot">
        <Button tone="primary" onClick={onClose}>
          {t('I have kept it')}
        </Button>
      </div>
    </Dialog>
  )
}
