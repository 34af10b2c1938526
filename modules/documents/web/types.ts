import type { Row } from '#web'

export type Role = 'reader' | 'commenter' | 'editor' | 'owner'
export interface DocumentRow extends Row {
  title: string
  icon?: string
  kind: 'document' | 'folder'
  space: 'personal' | 'organisation' | 'group'
  conversation?: string
  parent?: string
  owner: string
  reach: 'named' | 'read' | 'comment' | 'edit'
  edited_at: string
  edited_by?: string
  deleted_at?: string
  role?: Role
}
export interface CommentRow extends Row {
  document: string
  parent?: string
  author: string
  text: string
  mentions?: string[]
  quote?: string
  anchor?: { from: unknown; to: unknown }
  resolved_at?: string
  created_at: string
}
export interface VersionRow extends Row {
  document: string
  name?: string
  kind: 'named' | 'automatic'
  author?: string
  created_at: string
}
export interface GrantRow extends Row {
  document: string
  person?: string
  department?: string
  team?: string
  role: 'reader' | 'commenter' | 'editor'
  source: string
}

export const mayWrite = (role: Role | undefined) => role === 'editor' || role === 'owner'
export const mayComment = (role: Role | undefined) => role !== undefined && role !== 'reader'
export const pathOf = (id: string) => `/documents/${id}`
