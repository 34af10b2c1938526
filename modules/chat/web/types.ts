import type { FileInfo, Problem } from '#web'

/** As `chat.*` actions answer and events carry (modules/chat/views.ts). */
export type Kind = 'text' | 'markdown' | 'file' | 'image' | 'card' | 'combined' | 'system'

export interface CombinedItem {
  sender?: string
  sender_name: string
  at: string
  kind: Kind
  text: string
  file?: FileInfo
  combined?: Combined
}
export interface Combined {
  title: string
  items: CombinedItem[]
}
export interface SystemWords {
  code: string
  by?: string
  people?: string[]
  value?: string
}
/** A device or an app that posts under its own name. */
export interface Speaker {
  kind: 'device' | 'app'
  id: string
  name: string
}
export interface Thing {
  thing: string
  kind: 'device' | 'app'
  name: string
}
export interface Body {
  file?: FileInfo
  card?: { card: string; delivery: string; template: string; policy: string }
  combined?: Combined
  system?: SystemWords
  forwarded?: { sender_name: string }
  speaker?: Speaker
}
export interface Message {
  id: string
  created_at: string
  conversation: string
  seq: number
  kind: Kind
  sender?: string
  text: string
  body?: Body
  mentions?: string[]
  mention_all?: boolean
  reply_to?: string
  thread?: string
  replies?: number
  client_id?: string
  edited_at?: string
  recalled_at?: string
  recalled_by?: string
  reactions?: { emoji: string; people: string[] }[]
  pinned_at?: string
  pinned_by?: string
}
export interface Member {
  person: string
  name: string
  role: 'owner' | 'admin' | 'member'
  joined_seq: number
  read_seq: number
  avatar?: string
}
export interface Conversation {
  id: string
  created_at: string
  kind: 'direct' | 'group'
  name?: string
  avatar?: string
  owner?: string
  notice?: string
  may_mention_all: 'all' | 'admins'
  may_add: 'all' | 'admins'
  may_pin: 'all' | 'admins'
  may_send: 'all' | 'admins'
  history_hidden: boolean
  members: number
  last_seq: number
  posts: number
  last_at: string
  peer?: { id: string; name: string; avatar?: string }
  role: 'owner' | 'admin' | 'member'
  joined_seq: number
  read_seq: number
  read_posts: number
  muted: boolean
  top_at?: string
  hidden_seq?: number
  unread: number
  mentions: number
  last?: LastMessage
}
export interface LastMessage {
  id: string
  seq: number
  kind: Kind
  sender?: string
  sender_name?: string
  text: string
  system?: SystemWords
  recalled?: boolean
  created_at: string
}

/** What one has written and the server has not yet. */
export interface Pending {
  client_id: string
  conversation: string
  text: string
  kind: 'text' | 'markdown' | 'file' | 'image'
  mentions?: string[]
  mention_all?: boolean
  reply_to?: string
  thread?: string
  file?: FileInfo
  /** Of a picture on its way up. */
  preview?: string
  share?: number
  at: string
  problem?: Problem
}

export const streamOf = (conversation: string) => `chat.conversation:${conversation}`
export const nameOf = (conversation: Conversation) =>
  conversation.name ?? conversation.peer?.name ?? ''
