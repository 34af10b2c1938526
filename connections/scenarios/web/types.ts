import { language, type Schema } from '#web'

export interface Words {
  en: string
  zh: string
}
/** As the reader reads. */
export const say = (words: Words): string => words[language.get()]

export interface Part {
  icon: string
  title: Words
  need?: string
}
export interface Listed {
  recipe: string
  version: number
  publisher: string
  title: Words
  description: Words
  parts: Part[]
  needs: string[]
  connectors: string[]
  installed: number
  brought: boolean
}
export interface Need {
  role: string
  title: Words
  interface: string
  optional: boolean
  apart: boolean
  chosen?: string
  bound?: string
  options: { module: string; title: string; publisher: string; lacks: string[] }[]
  app?: string
}
export interface Linked {
  alias: string
  title: Words
  connector: string
  optional: boolean
  chosen?: string
  options: { id: string; title: string; state: string }[]
}
export interface Use {
  does: 'hears' | 'reads' | 'writes' | 'asks' | 'reaches' | 'clock' | 'called'
  id: string
  title: string
  module?: string
  module_title?: string
  need?: string
  outside: boolean
  lacks?: string
}
export interface Look {
  recipe: string
  version: number
  hash: string
  publisher: string
  title: Words
  description: Words
  parts: Part[]
  needs: Need[]
  accounts: Linked[]
  settings: Schema
  flows: { name: string; title: Words }[]
  uses: Use[]
}
export type State = 'running' | 'paused' | 'needs_account' | 'broken' | 'stopped'
export interface Installed {
  installation: string
  recipe: string
  version: number
  title: Words
  parts: Part[]
  state: State
  troubles: { kind: 'need' | 'account' | 'flow'; of: string; message: string }[]
  owner: string
  newer?: number
  flows: { name: string; flow: string; title: string; state: string; begins: string }[]
  installed_at: string
}
export interface InstalledLook extends Installed {
  language: 'en' | 'zh'
  needs: Record<string, string>
  accounts: Record<string, string>
  settings: Record<string, unknown>
}
export interface Hook {
  name: string
  hook: string
  secret?: string
}
/** What is chosen on screen; what is not named is as the server proposes. */
export interface Choice {
  needs: Record<string, string>
  accounts: Record<string, string>
}
