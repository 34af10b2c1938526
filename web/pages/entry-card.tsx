import type { ReactNode } from 'react'
import { Mark, type Manifest } from '#web'

export interface EntryProps {
  manifest: Manifest
  signedIn: boolean
  onEntered: (to?: string) => void
}

export function EntryCard({
  title,
  text,
  wide,
  children,
}: {
  title: string
  text?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  return (
    <div className={`entry-card ${wide ? 'wide' : ''}`}>
      <header>
        <Mark size={44} />
        <h1>{title}</h1>
        {text && <p className="muted">{text}</p>}
      </header>
      {children}
    </div>
  )
}
