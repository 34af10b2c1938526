import { useId, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { t } from './language.ts'
import { Menu, type MenuItem } from './menu.tsx'
import { back } from './route.ts'

/**
 * A page's three places. On the phone the list comes first, the content slides over it when something
 * is chosen (`showing`), and the side panel is a sheet.
 */
export function Page({
  list,
  children,
  side,
  showing = true,
}: {
  list?: ReactNode
  children: ReactNode
  side?: ReactNode
  showing?: boolean
}) {
  return (
    <div className={`page ${list ? 'with-list' : ''} ${showing ? 'showing' : ''}`}>
      {list && (
        <aside className="page-list" aria-label={t('List')}>
          {list}
        </aside>
      )}
      <main id="content" className="page-main" tabIndex={-1}>
        {children}
      </main>
      {side}
    </div>
  )
}

/** Title, one sentence, one primary button; the rest in a menu. */
export function Head({
  title,
  sub,
  primary,
  menu = [],
  backTo,
  children,
  lead,
}: {
  title: ReactNode
  sub?: ReactNode
  lead?: ReactNode
  primary?: ReactNode
  menu?: MenuItem[]
  /** Where the phone's arrow leads. */
  backTo?: string
  children?: ReactNode
}) {
  return (
    <header className="head">
      {backTo !== undefined && (
        <IconButton
          icon="back"
          label={t('Back')}
          className="only-phone"
          onClick={() => back(backTo)}
        />
      )}
      {lead}
      <div className="head-words">
        <h1>{title}</h1>
        {sub && <p className="muted">{sub}</p>}
      </div>
      {children}
      <Menu items={menu} label={t('More')} />
      {primary}
    </header>
  )
}

/** The panel at the right: details, thread, card. A sheet over everything on the phone. */
export function SidePanel({
  title,
  onClose,
  children,
  foot,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
}) {
  const id = useId()
  return (
    <aside
      className="side"
      aria-labelledby={id}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header className="side-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t('Close')} onClick={onClose} />
      </header>
      <div className="side-body">{children}</div>
      {foot && <footer className="side-foot">{foot}</footer>}
    </aside>
  )
}
