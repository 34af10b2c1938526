import { defineModule } from '#kernel'
import { createAssignment } from './actions/assignment.create.ts'
import { deleteAssignment } from './actions/assignment.delete.ts'
import { createDepartment } from './actions/department.create.ts'
import { deleteDepartment } from './actions/department.delete.ts'
import { moveDepartment } from './actions/department.move.ts'
import { getDepartmentTree } from './actions/department.tree.ts'
import { updateDepartment } from './actions/department.update.ts'
import { createField } from './actions/field.create.ts'
import { deleteField } from './actions/field.delete.ts'
import { updateField } from './actions/field.update.ts'
import { addToGroup } from './actions/group.add.ts'
import { deleteGroup } from './actions/group.delete.ts'
import { removeFromGroup } from './actions/group.remove.ts'
import { applyImport } from './actions/import.apply.ts'
import { cancelImport } from './actions/import.cancel.ts'
import { runImportChunk } from './actions/import.chunk.ts'
import { mapImport } from './actions/import.map.ts'
import { listImportRows } from './actions/import.rows.ts'
import { startImport } from './actions/import.start.ts'
import { watchImport } from './actions/import.watch.ts'
import { createPerson } from './actions/person.create.ts'
import { exportPeople } from './actions/person.export.ts'
import { importPeople } from './actions/person.import.ts'
import { leavePerson } from './actions/person.leave.ts'
import { linkPerson } from './actions/person.link.ts'
import { rehirePerson } from './actions/person.rehire.ts'
import { searchPeople } from './actions/person.search.ts'
import { updatePerson } from './actions/person.update.ts'
import { deletePost } from './actions/post.delete.ts'
import { updateProfile } from './actions/profile.update.ts'
import {
  Assignment,
  CustomField,
  Department,
  Group,
  GroupMember,
  Import,
  Person,
  Post,
} from './entities.ts'
import { events } from './events.ts'
import { pages } from './pages.ts'
import { SavedView } from './saved-view.ts'

export default defineModule({
  id: 'directory',
  title: 'Directory',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['parties', 'sheets'],
  entities: [
    Person,
    Department,
    Assignment,
    Post,
    Group,
    GroupMember,
    CustomField,
    Import,
    SavedView,
  ],
  events,
  actions: [
    createPerson,
    updatePerson,
    leavePerson,
    rehirePerson,
    linkPerson,
    searchPeople,
    importPeople,
    exportPeople,
    updateProfile,
    createDepartment,
    updateDepartment,
    moveDepartment,
    deleteDepartment,
    getDepartmentTree,
    createAssignment,
    deleteAssignment,
    deletePost,
    addToGroup,
    removeFromGroup,
    deleteGroup,
    createField,
    updateField,
    deleteField,
    startImport,
    mapImport,
    listImportRows,
    applyImport,
    runImportChunk,
    watchImport,
    cancelImport,
  ],
  pages,
  implements: [
    {
      interface: 'hr.person@1',
      ids: {
        'hr.person.created': 'directory.person.joined',
        'hr.person.updated': 'directory.person.changed',
      },
    },
    {
      interface: 'hr.organisation@1',
      ids: {
        'hr.organisation.list': 'directory.department.list',
        'hr.organisation.get': 'directory.department.get',
        'hr.organisation.create': 'directory.department.create',
        'hr.organisation.update': 'directory.department.update',
        'hr.organisation.created': 'directory.department.created',
        'hr.organisation.updated': 'directory.department.changed',
      },
      fields: { organisation: 'department' },
    },
  ],
  scopes: {
    'directory.read': { title: 'See colleagues and departments', roles: ['member', 'auditor'] },
    'directory.contact': {
      title: 'See colleagues’ mobile and e-mail',
      roles: ['member', 'auditor'],
    },
    'directory.manage': { title: 'Change people, departments and groups', roles: [] },
    'directory.import': { title: 'Import lists of people', roles: [] },
    'directory.export': { title: 'Export lists of people', roles: [] },
  },
  acts: ['organisation.cross'],
})
