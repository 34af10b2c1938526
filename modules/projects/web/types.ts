import { locale, type Row } from '#web'

export type Category = 'todo' | 'doing' | 'done'
export type Role = 'lead' | 'member' | 'guest'
export type Priority = 'urgent' | 'high' | 'normal' | 'low'
export interface State {
  key: string
  name: string
  category: Category
}
export interface Project extends Row {
  name: string
  key: string
  description?: string
  state: 'active' | 'archived'
  conversation?: string
  own_group: boolean
  states: State[]
  fields?: { key: string; title: string; kind: string; choices?: string[]; required?: boolean }[]
  labels?: string[]
}
export interface Task extends Row {
  project: string
  number: number
  key: string
  title: string
  state: string
  category: Category
  position: string
  assignee?: string
  priority: Priority
  start_on?: string
  due_on?: string
  labels?: string[]
  blocked_by?: string[]
  parent?: string
  checklist?: { text: string; done: boolean }[]
  custom?: Record<string, string | number | boolean>
  comments: number
}
export interface Comment extends Row {
  task: string
  author: string
  text: string
  created_at: string
}
export const VIEWS = ['board', 'table', 'calendar', 'timeline', 'numbers'] as const
export type View = (typeof VIEWS)[number]

/** The day where one is. */
export const today = (): string => new Date().toLocaleDateString('en-CA')
export const isLate = (task: Task): boolean =>
  task.category !== 'done' && task.due_on !== undefined && task.due_on < today()

/** Day and month; a card has no room for more. */
export const shortDay = (day: string): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(locale(), {
    timeZone: 'UTC',
    month: 'short',
    day: 'numeric',
  })
