import { useEffect, useId, useRef, type ReactNode, type SyntheticEvent } from 'react'
import { createPortal } from 'react-dom'
import { IconButton } from './button.tsx'
import { t } from './language.ts'

/** The browser's own dialog: focus stays in, Escape closes, what is beneath is inert. A sheet on the phone. */
export function Dialog({
  title,
  onClose,
  children,
  foot,
  wide,
  side,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
  wide?: boolean
  side?: boolean
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current!
    const before = document.activeElement as HTMLElement | null
    element.showModal()
    const first = element.querySelector<HTMLElement>(
      '[autofocus], .dialog-body :is(input, select, textarea, button):not(:disabled)',
    )
    first?.focus()
    return () => {
      element.close()
      before?.focus?.()
    }
  }, [])
  // What happens in a dialog concerns nothing around the place that opened it.
  const within = (event: SyntheticEvent) => event.stopPropagation()
  return createPortal(
    <dialog
      ref={dialog}
      className={`dialog ${wide ? 'wide' : ''} ${side ? 'side' : ''}`}
      aria-labelledby={id}
      onClick={within}
      onKeyDown={within}
      onDrop={within}
      onDragOver={within}
      onPaste={within}
      onFocus={within}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div className="dialog-box">
        <header className="dialog-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon="close" label={t('Close')} onClick={onClose} />
        </header>
        <div className="dialog-body">{children}</div>
        {foot && <footer className="dialog-foot">{foot}</footer>}
      </div>
    </dialog>,
    document.body,
  )
}
