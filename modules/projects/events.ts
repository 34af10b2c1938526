import { defineEvent, T } from '#kernel'
import { BoardTask, CommentView, ProjectView, ROLES, Seat } from './entities.ts'

/** All of these travel on `projects.project:<id>`, which members may join and guests may not. */
const project = T.Id()

export const projectCreated = defineEvent({
  id: 'projects.project.created',
  title: 'Project created',
  payload: T.Object({ project: ProjectView }),
})
export const projectChanged = defineEvent({
  id: 'projects.project.changed',
  title: 'Project changed',
  payload: T.Object({ project: ProjectView }),
})
export const memberJoined = defineEvent({
  id: 'projects.member.joined',
  title: 'People joined a project',
  payload: T.Object({ project, members: T.Array(Seat) }),
})
export const memberChanged = defineEvent({
  id: 'projects.member.changed',
  title: 'Role in a project changed',
  payload: T.Object({ project, person: T.Id({ 'x-recheck': true }), role: T.Enum(ROLES) }),
})
export const memberLeft = defineEvent({
  id: 'projects.member.left',
  title: 'People left a project',
  payload: T.Object({ project, people: T.Array(T.Id(), { 'x-recheck': true }) }),
})
export const taskCreated = defineEvent({
  id: 'projects.task.created',
  title: 'Task created',
  payload: T.Object({ project, id: T.Id(), task: BoardTask }),
})
export const taskChanged = defineEvent({
  id: 'projects.task.changed',
  title: 'Task changed',
  payload: T.Object({ project, id: T.Id(), task: BoardTask, fields: T.Array(T.String()) }),
})
export const taskDeleted = defineEvent({
  id: 'projects.task.deleted',
  title: 'Task deleted',
  payload: T.Object({ project, id: T.Id() }),
})
export const taskCommented = defineEvent({
  id: 'projects.task.commented',
  title: 'Task commented on',
  payload: T.Object({ project, id: T.Id(), comment: CommentView }),
})
export const commentDeleted = defineEvent({
  id: 'projects.comment.deleted',
  title: 'Comment deleted',
  payload: T.Object({ project, id: T.Id(), comment: T.Id() }),
})
export const taskFollowed = defineEvent({
  id: 'projects.task.followed',
  title: 'Followers of a task changed',
  payload: T.Object({ project, id: T.Id(), person: T.Id(), on: T.Boolean() }),
})
/** On the stream of a guest whom a task concerns: he may not join the project's, so he fetches anew. */
export const taskHinted = defineEvent({
  id: 'projects.task.hinted',
  title: 'A task for a guest changed',
  payload: T.Object({ project, id: T.Id() }),
})
