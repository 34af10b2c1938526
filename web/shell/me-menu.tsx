import { useRef, useState } from 'react'
import {
  Avatar,
  Floating,
  MenuList,
  call,
  go,
  language,
  setLanguage,
  setTheme,
  t,
  theme,
  useAction,
  useCatalog,
  useSignal,
  type MenuItem,
} from '#web'
import { entered } from './entered.ts'

interface Me {
  account?: { id: string; name: string; email?: string; mobile?: string; totp: boolean }
  persons: {
    organisation: { id: string; name: string; kind: string }
    person: string
    name: string
    current: boolean
  }[]
}
export const useMe = () =>
  useAction<Me>('identity.me.get', {}, { enabled: useCatalog().can('identity.me.get') }).data

/** Another organisation of the same account, without a new sign-in. */
export async function switchTo(organisation: string) {
  const answer = await call('identity.person.switch', { organisation })
  if (answer.ok) await entered('/')
}

export async function signOut() {
  await call('identity.session.end', {})
  await entered('/sign-in')
}

export function MeMenu() {
  const catalog = useCatalog()
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLButtonElement>(null)
  const chosen = useSignal(theme)
  const spoken = useSignal(language)
  const others = (useMe()?.persons ?? []).filter((one) => !one.current)
  const close = () => setOpen(false)
  const items: MenuItem[] = [
    { label: t('My account'), icon: 'person', run: () => go('/me') },
    { label: t('Sessions and security'), icon: 'lock', run: () => go('/me/security') },
    {
      label: spoken === 'zh' ? 'English' : '中文',
      icon: 'globe',
      apart: true,
      run: () => setLanguage(spoken === 'zh' ? 'en' : 'zh'),
    },
    { label: t('Light'), icon: 'sun', checked: chosen === 'light', run: () => setTheme('light') },
    { label: t('Dark'), icon: 'moon', checked: chosen === 'dark', run: () => setTheme('dark') },
    {
      label: t('As the system'),
      icon: 'settings',
      checked: chosen === 'system',
      run: () => setTheme('system'),
    },
    ...others.map((one, index) => ({
      label: t('Switch to {name}', { name: one.organisation.name }),
      icon: 'swap',
      apart: index === 0,
      run: () => void switchTo(one.organisation.id),
    })),
    {
      label: t('Keys'),
      icon: 'keyboard',
      hint: '?',
      apart: true,
      run: () => dispatchEvent(new KeyboardEvent('keydown', { key: '?' })),
    },
    { label: t('Sign out'), icon: 'signout', run: () => void signOut() },
  ]
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className="bare me"
        aria-label={t('Me: {name}', { name: catalog.actor.name })}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Avatar name={catalog.actor.name} id={catalog.actor.id} size={36} />
      </button>
      {open && (
        <Floating anchor={anchor} side="right" onClose={close} role="presentation" label={t('Me')}>
          <div className="me-head">
            <Avatar name={catalog.actor.name} id={catalog.actor.id} size={36} />
            <div>
              <strong className="clip">{catalog.actor.name}</strong>
              <small className="clip">{catalog.org.name}</small>
            </div>
          </div>
          <MenuList items={items} onClose={close} label={t('Me')} />
        </Floating>
      )}
    </>
  )
}
