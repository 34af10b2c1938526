import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'projects.projects',
    path: '/projects',
    title: 'Projects',
    icon: 'board',
    entity: 'projects.task',
    views: ['board', 'table', 'calendar', 'timeline'],
    columns: ['key', 'title', 'state', 'assignee', 'priority', 'due_on'],
    groupBy: 'state',
    date: 'start_on',
    until: 'due_on',
    dependsOn: 'blocked_by',
    component: 'projects',
    opens: {
      'projects.task': '/projects/{project}/board/{id}',
      'projects.project': '/projects/{id}',
    },
    primary: 'projects.project.create',
    rail: 55,
    scope: 'projects.use',
  }),
]
