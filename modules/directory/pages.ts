import { definePage } from '#kernel'

export const contactsPage = definePage({
  id: 'directory.contacts',
  path: '/contacts',
  title: 'Contacts',
  icon: 'team',
  entity: 'directory.person',
  views: ['table'],
  columns: ['name', 'job_title', 'department', 'email', 'mobile'],
  opens: {
    'directory.person': '/contacts/people/{id}',
    'directory.department': '/contacts/departments/{id}',
  },
  primary: 'directory.person.create',
  rail: 20,
  scope: 'directory.read',
})

export const peoplePage = definePage({
  id: 'directory.people',
  path: '/admin/people',
  title: 'People',
  icon: 'user',
  entity: 'directory.person',
  views: ['table', 'board'],
  columns: [
    'name',
    'staff_no',
    'email',
    'mobile',
    'job_title',
    'department',
    'manager',
    'status',
    'hired_on',
  ],
  groupBy: 'status',
  primary: 'directory.person.create',
  scope: 'directory.manage',
})

export const departmentsPage = definePage({
  id: 'directory.departments',
  path: '/admin/departments',
  title: 'Departments',
  icon: 'apartment',
  entity: 'directory.department',
  views: ['table'],
  columns: ['name', 'parent', 'leader', 'sort'],
  primary: 'directory.department.create',
  scope: 'directory.manage',
})

export const postsPage = definePage({
  id: 'directory.posts',
  path: '/admin/posts',
  title: 'Posts',
  icon: 'idcard',
  entity: 'directory.post',
  views: ['table'],
  columns: ['name', 'description'],
  primary: 'directory.post.create',
  scope: 'directory.manage',
})

export const groupsPage = definePage({
  id: 'directory.groups',
  path: '/admin/groups',
  title: 'Groups of rights',
  icon: 'usergroup-add',
  entity: 'directory.group',
  views: ['table'],
  columns: ['name', 'description'],
  primary: 'directory.group.create',
  scope: 'directory.manage',
})

export const fieldsPage = definePage({
  id: 'directory.fields',
  path: '/admin/fields',
  title: 'Custom fields',
  icon: 'form',
  entity: 'directory.field',
  views: ['table'],
  columns: ['title', 'key', 'kind', 'choices', 'required', 'sort'],
  primary: 'directory.field.create',
  scope: 'directory.manage',
})

export const importsPage = definePage({
  id: 'directory.imports',
  path: '/admin/imports',
  title: 'Imports',
  icon: 'import',
  entity: 'directory.import',
  views: ['table'],
  columns: [
    'file_name',
    'status',
    'rows',
    'created',
    'updated',
    'unchanged',
    'errors',
    'created_at',
  ],
  primary: 'directory.import.start',
  scope: 'directory.import',
})

export const pages = [
  contactsPage,
  peoplePage,
  departmentsPage,
  postsPage,
  groupsPage,
  fieldsPage,
  importsPage,
]
