import { recordFields, T } from '#kernel'
import { Comment, Document, Version } from './entities.ts'

export const RoleView = T.Enum(['reader', 'commenter', 'editor', 'owner'])
export const DocumentView = T.Object(
  { ...recordFields, ...Document.fields, role: T.Optional(RoleView) },
  { title: 'Document' },
)
export const CommentView = T.Object({ ...recordFields, ...Comment.fields })
export const VersionView = T.Object({ ...recordFields, ...Version.fields })

/** The editor's JSON; read as it is by the page that shows it. */
export const Content = T.Array(T.Json(), { title: 'Blocks' })
/** More than this is imported as a file. */
export const MARKDOWN_MAX = 900_000
