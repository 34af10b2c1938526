import { useEffect } from 'react'
import { t } from './language.ts'
import { signal, useSignal } from './signal.ts'

interface Toast {
  text: string
  undo?: () => void
}
const shown = signal<Toast | undefined>(undefined)
/** Long enough to change one's mind. */
const UNDO_MS = 10_000
const PLAIN_MS = 3500

/** Says that something was done, and offers to undo it. Never for errors: those stand beside their cause. */
export const told = (text: string, undo?: () => void) => shown.set(undo ? { text, undo } : { text })

export function Toasts() {
  const toast = useSignal(shown)
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => shown.set(undefined), toast.undo ? UNDO_MS : PLAIN_MS)
    return () => clearTimeout(timer)
  }, [toast])
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toast && (
        <div className="toast">
          {toast.text}
          {toast.undo && (
            <button
              type="button"
              onClick={() => {
                toast.undo?.()
                shown.set(undefined)
              }}
            >
              {t('Undo')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
