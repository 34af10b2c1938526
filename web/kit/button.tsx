import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icon.tsx'

type Base = Omit<ComponentProps<'button'>, 'type'>

/** `primary` is for the one thing a page is for. */
export function Button({
  tone = 'plain',
  icon,
  busy,
  small,
  submit,
  className = '',
  children,
  disabled,
  ...rest
}: Base & {
  tone?: 'primary' | 'danger' | 'plain' | 'quiet'
  icon?: string
  busy?: boolean | undefined
  small?: boolean
  submit?: boolean
}) {
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={`button ${tone} ${small ? 'small' : ''} ${className}`}
      aria-busy={busy || undefined}
      disabled={disabled ?? busy}
    >
      {busy ? (
        <span className="spinner" aria-hidden />
      ) : (
        icon && <Icon name={icon} size={small ? 16 : 18} />
      )}
      {children as ReactNode}
    </button>
  )
}

/** A button that is only a picture; `label` is its name for those who listen and its hint for those who hover. */
export function IconButton({
  icon,
  label,
  size = 20,
  className = '',
  pressed,
  ...rest
}: Base & { icon: string; label: string; size?: number; pressed?: boolean }) {
  return (
    <button
      {...rest}
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
    >
      <Icon name={icon} size={size} />
    </button>
  )
}
