import { useState } from 'react'
import {
  Button,
  ErrorLine,
  IconButton,
  Time,
  call,
  fetchAction,
  language,
  refreshActions,
  t,
  useAction,
  type Problem,
} from '#web'

interface Target {
  id: string
  browser?: string
  created_at: string
}

/** Only a secure page may be told while it is closed. */
const possible = () => 'serviceWorker' in navigator && 'PushManager' in window

/** Notices while Tenon is closed: this browser, and the others one has. */
export function PushSection() {
  const { data } = useAction<{ items: Target[] }>('notify.push.list')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const switchOn = async () => {
    setBusy(true)
    setProblem(await subscribe())
    setBusy(false)
    refreshActions(['notify.push'])
  }
  const forget = async (target: string) => {
    const answer = await call('notify.push.unsubscribe', { target })
    setProblem(answer.ok ? undefined : answer.problem)
    refreshActions(['notify.push'])
  }
  return (
    <section className="panel rows" aria-label={t('Browsers that are told')}>
      {(data?.items ?? []).map((one) => (
        <div key={one.id}>
          <span className="grow clip">{one.browser ?? t('Browser')}</span>
          <small>
            <Time at={one.created_at} />
          </small>
          <IconButton
            icon="trash"
            label={t('Switch off in {name}', { name: one.browser ?? t('Browser') })}
            onClick={() => void forget(one.id)}
          />
        </div>
      ))}
      <div>
        <span className="grow">
          {possible()
            ? t('Tell me in this browser, also while Tenon is closed')
            : t('This browser is told only while Tenon is open: it needs https.')}
        </span>
        {possible() && (
          <Button small icon="bell" busy={busy} onClick={() => void switchOn()}>
            {t('Switch on')}
          </Button>
        )}
      </div>
      {problem && <ErrorLine problem={problem} />}
    </section>
  )
}

const refusedByBrowser: Problem = {
  code: 'invalid',
  status: 0,
  id: '',
  detail: 'The browser did not allow notices.',
  fix: 'Allow them in the settings of the browser for this page.',
}

async function subscribe(): Promise<Problem | undefined> {
  try {
    if ((await Notification.requestPermission()) !== 'granted') return refusedByBrowser
    const { key } = await fetchAction<{ key: string }>('notify.push.key', {})
    const registration = await navigator.serviceWorker.register('/sw.js')
    const made = await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    })
    const { endpoint, keys } = made.toJSON()
    const answer = await call('notify.push.subscribe', {
      endpoint,
      p256dh: keys?.p256dh,
      auth: keys?.auth,
      browser: browserName(),
      language: language.get(),
    })
    return answer.ok ? undefined : answer.problem
  } catch {
    return refusedByBrowser
  }
}

function browserName(): string {
  const agent = navigator.userAgent
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : 'Browser'
  const system = /\(([^;)]+)/.exec(agent)?.[1] ?? ''
  return `${browser} · ${system}`
}
