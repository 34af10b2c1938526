import {
  Check,
  Dialog,
  ErrorLine,
  ErrorState,
  Loading,
  call,
  moduleWord,
  refreshActions,
  t,
  useAction,
  type Problem,
} from '#web'
import { useState } from 'react'
import { PushSection } from './push-section.tsx'

interface Preference {
  kind: string
  title: string
  push: boolean
  mail: boolean
  own: boolean
}

/** By which ways beside the inbox each kind of notice reaches me. */
export function PreferencesDialog({ onClose }: { onClose: () => void }) {
  const { data, problem } = useAction<{ items: Preference[] }>('notify.preference.list')
  const [refused, setRefused] = useState<Problem>()
  const set = async (kind: string, way: Partial<Pick<Preference, 'push' | 'mail'>>) => {
    const answer = await call('notify.preference.set', { kind, ...way })
    setRefused(answer.ok ? undefined : answer.problem)
    refreshActions(['notify.preference'])
  }
  return (
    <Dialog title={t('How notices reach me')} onClose={onClose}>
      {problem ? (
        <ErrorState problem={problem} />
      ) : !data ? (
        <Loading rows={4} />
      ) : (
        <div className="stack">
          <PushSection />
          <table className="preferences">
            <thead>
              <tr>
                <th>{t('Kind')}</th>
                <th>{t('Browser')}</th>
                <th>{t('Mail')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => {
                const name =
                  one.kind === '*' ? t('Everything else') : (moduleWord(one.kind) ?? one.title)
                return (
                  <tr key={one.kind}>
                    <td>{name}</td>
                    <td>
                      <Check
                        label={
                          <span className="unseen">
                            {t('Browser')}: {name}
                          </span>
                        }
                        checked={one.push}
                        onChange={(push) => void set(one.kind, { push })}
                      />
                    </td>
                    <td>
                      <Check
                        label={
                          <span className="unseen">
                            {t('Mail')}: {name}
                          </span>
                        }
                        checked={one.mail}
                        onChange={(mail) => void set(one.kind, { mail })}
                      />
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
          <ErrorLine problem={refused} />
        </div>
      )}
    </Dialog>
  )
}
