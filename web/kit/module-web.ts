import type { ComponentType } from 'react'
import type { PageInfo } from './manifest.ts'

/** What a module's own page gets: its manifest entry and what stands in the path after it. */
export interface ModulePageProps {
  page: PageInfo & { module: string }
  rest: string[]
}
/** What `modules/<id>/web/index.tsx` exports: the pages it draws itself, by page id. */
export interface ModuleWeb {
  pages: Record<string, ComponentType<ModulePageProps>>
}
/** What `modules/<id>/web/background.tsx` exports: it lives as long as one is signed in, and draws nothing or little. */
export interface ModuleBackground {
  Background: ComponentType
}
/** What `modules/<id>/web/open.tsx` exports: a page under `/open/<id>` for people without an account. */
export interface OpenPageProps {
  /** What stands in the path after the module's id. */
  rest: string[]
}
export interface OpenWeb {
  Open: ComponentType<OpenPageProps>
}
