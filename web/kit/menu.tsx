import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Floating, type Side } from './floating.tsx'
import { Icon } from './icon.tsx'
import { IconButton } from './button.tsx'

export interface MenuItem {
  label: string
  icon?: string
  hint?: string
  danger?: boolean
  checked?: boolean
  /** A thin line above it. */
  apart?: boolean
  disabled?: boolean
  run: () => void
}

/** The list that opens; arrows move, letters jump, Enter runs. */
export function MenuList({
  items,
  onClose,
  label,
}: {
  items: MenuItem[]
  onClose: () => void
  label: string
}) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(
    () => list.current?.querySelector<HTMLElement>('[role^=menuitem]:not(:disabled)')?.focus(),
    [],
  )
  const move = (event: KeyboardEvent) => {
    const buttons = [
      ...(list.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? []),
    ]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key]
    if (event.key === 'Tab') return onClose()
    if (next === undefined) {
      const letter = event.key.length === 1 ? event.key.toLowerCase() : ''
      const found =
        letter && buttons.find((b, i) => i > at && b.textContent?.toLowerCase().startsWith(letter))
      if (found) found.focus()
      return
    }
    event.preventDefault()
    buttons[(next + buttons.length) % buttons.length]?.focus()
  }
  return (
    <div ref={list} className="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={move}>
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          className={`${item.danger ? 'danger' : ''} ${item.apart ? 'apart' : ''}`}
          disabled={item.disabled}
          onClick={() => {
            onClose()
            item.run()
          }}
        >
          {item.icon && <Icon name={item.icon} size={18} />}
          <span className="grow">{item.label}</span>
          {item.hint && <kbd>{item.hint}</kbd>}
          {item.checked && <Icon name="check" size={16} />}
        </button>
      ))}
    </div>
  )
}

/** A button and the menu it opens. */
export function Menu({
  items,
  label,
  icon = 'more',
  side,
  align = 'end',
  trigger,
  className = '',
}: {
  items: MenuItem[]
  label: string
  icon?: string
  side?: Side
  align?: 'start' | 'end'
  trigger?: ReactNode
  className?: string
}) {
  const [open, setOpen] = useState(false)
  const anchor = useRef<HTMLSpanElement>(null)
  if (items.length === 0) return null
  const shut = () => {
    setOpen(false)
    anchor.current?.querySelector('button')?.focus()
  }
  const press = {
    onClick: () => setOpen(!open),
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
  }
  return (
    <span ref={anchor} className="menu-anchor">
      {trigger ? (
        <button
          type="button"
          className={`bare ${className}`}
          aria-label={label}
          title={label}
          {...press}
        >
          {trigger}
        </button>
      ) : (
        <IconButton icon={icon} label={label} className={className} {...press} />
      )}
      {open && (
        <Floating
          anchor={anchor}
          {...(side ? { side } : {})}
          align={align}
          onClose={shut}
          role="presentation"
          label={label}
        >
          <MenuList items={items} onClose={shut} label={label} />
        </Floating>
      )}
    </span>
  )
}
