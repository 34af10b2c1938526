import { useEffect } from 'react'
import { Button, Empty, Time, t } from '#web'
import type { LinkState } from './types.ts'

/** How often it is looked whether the vendor is back; its server is asked once a minute. */
const LOOK_MS = 15_000

/** Instead of a page that would not come: whose it is, since when, and that nothing is lost. */
export function Away({
  state,
  onLook,
  onAnyway,
}: {
  state: LinkState
  onLook: () => void
  onAnyway: () => void
}) {
  useEffect(() => {
    const timer = setInterval(onLook, LOOK_MS)
    return () => clearInterval(timer)
  }, [onLook])
  return (
    <Empty
      icon="history"
      title={t('{name} does not answer at the moment', { name: state.title })}
      action={<Button onClick={onAnyway}>{t('Try all the same')}</Button>}
    >
      {state.health_since && (
        <>
          {t('Since')} <Time at={state.health_since} />
          {' · '}
        </>
      )}
      {t('What you keep there stays there. This page opens by itself when it is back.')}
    </Empty>
  )
}
