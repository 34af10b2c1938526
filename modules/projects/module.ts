import { defineModule, T } from '#kernel'
import { feedTasks } from './actions/task.feed.ts'
import { createComment } from './actions/comment.create.ts'
import { deleteComment } from './actions/comment.delete.ts'
import { addToProject } from './actions/member.add.ts'
import { changeMember } from './actions/member.change.ts'
import { removeFromProject } from './actions/member.remove.ts'
import { getBoard } from './actions/project.board.ts'
import { createProject } from './actions/project.create.ts'
import { getStatistics } from './actions/project.statistics.ts'
import { updateProject } from './actions/project.update.ts'
import { watchProject } from './actions/project.watch.ts'
import { attachToTask } from './actions/task.attach.ts'
import { blockTask } from './actions/task.block.ts'
import { completeTask } from './actions/task.complete.ts'
import { createTask } from './actions/task.create.ts'
import { deleteTask } from './actions/task.delete.ts'
import { exportTasks } from './actions/task.export.ts'
import { faceOfTask } from './actions/task.face.ts'
import { followTask } from './actions/task.follow.ts'
import { listHistory } from './actions/task.history.ts'
import { importTasks } from './actions/task.import.ts'
import { moveTask } from './actions/task.move.ts'
import { remindDue } from './actions/task.remind.ts'
import { takeTask } from './actions/task.take.ts'
import { tellGroup } from './actions/task.tell.ts'
import { updateTask } from './actions/task.update.ts'
import { listTemplates } from './actions/template.list.ts'
import { taskCard } from './cards.ts'
import { Activity, Comment, Follower, Member, Project, Task } from './entities.ts'
import {
  commentDeleted,
  memberChanged,
  memberJoined,
  memberLeft,
  projectChanged,
  projectCreated,
  taskChanged,
  taskCommented,
  taskCreated,
  taskDeleted,
  taskFollowed,
  taskHinted,
} from './events.ts'
import { pages } from './pages.ts'
import { subscriptions } from './subscriptions.ts'

export default defineModule({
  id: 'projects',
  title: 'Projects',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit', 'files', 'cards', 'chat', 'notify', 'todo', 'sheets'],
  entities: [Project, Member, Task, Follower, Comment, Activity],
  events: [
    projectCreated,
    projectChanged,
    memberJoined,
    memberChanged,
    memberLeft,
    taskCreated,
    taskChanged,
    taskDeleted,
    taskCommented,
    commentDeleted,
    taskFollowed,
    taskHinted,
  ],
  actions: [
    feedTasks,
    createComment,
    deleteComment,
    addToProject,
    changeMember,
    removeFromProject,
    getBoard,
    createProject,
    getStatistics,
    updateProject,
    watchProject,
    attachToTask,
    blockTask,
    completeTask,
    createTask,
    deleteTask,
    exportTasks,
    faceOfTask,
    followTask,
    listHistory,
    importTasks,
    moveTask,
    remindDue,
    takeTask,
    tellGroup,
    updateTask,
    listTemplates,
  ],
  cards: [taskCard],
  pages,
  subscriptions,
  streams: [
    {
      id: 'projects.project',
      title: 'Project',
      join: watchProject,
      subject: 'project',
      recheckOn: [memberLeft.id, memberChanged.id],
    },
  ],
  settings: T.Object({
    zone: T.String({ default: 'Asia/Shanghai', maxLength: 60, title: 'Time zone of days' }),
    remind_hour: T.Integer({
      default: 9,
      minimum: 0,
      maximum: 23,
      title: 'Hour at which people are reminded',
    }),
  }),
  /** Cards of tasks are posted in the group by the module: who moved a task need not be in it. */
  acts: ['chat.use'],
  implements: [
    {
      interface: 'work.task@1',
      // A task stands in a project, which the standard does not know.
      without: [
        'work.task.create',
        'work.task.created',
        'work.task.updated',
        'work.task.completed',
      ],
    },
  ],
  scopes: {
    'projects.use': { title: 'Work in projects', roles: ['member'] },
    'projects.admin': { title: 'Change settings of projects', roles: [] },
  },
})
