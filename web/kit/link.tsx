import type { ComponentProps } from 'react'
import { go } from './route.ts'

/** An anchor that stays inside the application unless asked for a new tab. */
export function Link({ to, onClick, ...rest }: ComponentProps<'a'> & { to: string }) {
  return (
    <a
      {...rest}
      href={to}
      onClick={(event) => {
        onClick?.(event)
        const modified =
          event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0
        if (event.defaultPrevented || modified || rest.target) return
        event.preventDefault()
        go(to)
      }}
    />
  )
}
