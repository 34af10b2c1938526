import type { MessageView } from './views.ts'

/** A message about to be written. */
export interface Draft {
  readonly id: string
  readonly conversation: string
  readonly kind: MessageView['kind']
  /** A person writes by his membership; without one, the caller has checked everything (the system). */
  readonly person?: string | undefined
  /** A device or an app that stands in the conversation, which the caller has checked. */
  readonly thing?: string | undefined
  readonly text: string
  readonly body?: MessageView['body'] | undefined
  readonly mentions?: readonly string[] | undefined
  readonly mention_all?: boolean | undefined
  readonly reply_to?: string | undefined
  readonly thread?: string | undefined
  readonly client_id?: string | undefined
}

/** Stands for everybody in `chat.mention`; nobody has this id. */
export const EVERYBODY = '00000000-0000-0000-0000-000000000000'
