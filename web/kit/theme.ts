import { remembered, signal } from './signal.ts'

export type Theme = 'system' | 'light' | 'dark'

const read = (): Theme => {
  const stored = remembered.get('theme')
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}
export const theme = signal<Theme>(read())

export function setTheme(next: Theme) {
  remembered.set('theme', next === 'system' ? undefined : next)
  if (next === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = next
  theme.set(next)
}

export function isDark(): boolean {
  const chosen = theme.get()
  return (
    chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  )
}
