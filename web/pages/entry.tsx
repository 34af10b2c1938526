import { Suspense, lazy, type ComponentType, type ReactNode } from 'react'
import {
  Empty,
  Icon,
  Loading,
  language,
  setLanguage,
  setTheme,
  t,
  theme,
  useLanguage,
  usePath,
  useSignal,
  type OpenPageProps,
  type OpenWeb,
} from '#web'
import type { EntryProps } from './entry-card.tsx'
import { ForgotPage, ResetPage } from './forgot-page.tsx'
import { InvitationPage } from './invitation-page.tsx'
import { SetUpPage } from './set-up-page.tsx'
import { SignInPage } from './sign-in-page.tsx'

/** Everything before one is in: set-up, sign-in, a forgotten password, an invitation. */
export function Entry(props: EntryProps) {
  useLanguage()
  return (
    <div className="entry">
      <main className="entry-box" id="content">
        {pageOf(usePath(), props)}
      </main>
      <EntryFoot />
    </div>
  )
}

const opens = import.meta.glob<OpenWeb>('../../{modules,connections}/*/web/open.tsx')
const found = new Map<string, ComponentType<OpenPageProps>>()

/** `/open/<module>/…`: what a module shows to people without an account, loaded on demand. */
function openPage(path: string): ReactNode {
  const [, module = '', ...rest] = path.split('/').filter(Boolean)
  const load =
    opens[`../../modules/${module}/web/open.tsx`] ??
    opens[`../../connections/${module}/web/open.tsx`]
  if (!load) return <Empty icon="search" title={t('There is no such page')} />
  const Open = found.get(module) ?? lazy(async () => ({ default: (await load()).Open }))
  found.set(module, Open)
  return (
    <Suspense fallback={<Loading rows={4} />}>
      <Open rest={rest.map(decodeURIComponent)} />
    </Suspense>
  )
}

function pageOf(path: string, props: EntryProps): ReactNode {
  if (path.startsWith('/open/')) return openPage(path)
  if (path.startsWith('/forgot')) return <ForgotPage />
  if (path.startsWith('/reset') || path.startsWith('/recover')) return <ResetPage {...props} />
  if (/^\/(invit|join)/.test(path)) return <InvitationPage {...props} />
  if (/^\/set-?up/.test(path) || props.manifest.setup) return <SetUpPage {...props} />
  return <SignInPage {...props} />
}

function EntryFoot() {
  const spoken = useSignal(language)
  const chosen = useSignal(theme)
  const next = { system: 'light', light: 'dark', dark: 'system' } as const
  const names = { system: t('As the system'), light: t('Light'), dark: t('Dark') }
  return (
    <footer className="entry-foot">
      <button
        type="button"
        className="button quiet small"
        lang={spoken === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(spoken === 'zh' ? 'en' : 'zh')}
      >
        <Icon name="globe" size={16} />
        {spoken === 'zh' ? 'English' : '中文'}
      </button>
      <button type="button" className="button quiet small" onClick={() => setTheme(next[chosen])}>
        <Icon name="sun" size={16} />
        {names[chosen]}
      </button>
    </footer>
  )
}
