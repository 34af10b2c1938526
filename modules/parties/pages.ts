import { definePage } from '#kernel'

export const organisationsPage = definePage({
  id: 'parties.organisations',
  path: '/organisations',
  title: 'Organisations',
  icon: 'bank',
  entity: 'parties.organisation',
  views: ['table'],
  columns: ['name', 'kind', 'vendor_type', 'slug', 'status', 'created_at'],
  primary: 'parties.organisation.create',
  scope: 'parties.operate',
})

export const contactsPage = definePage({
  id: 'parties.contacts',
  path: '/external-contacts',
  title: 'External contacts',
  icon: 'contacts',
  entity: 'parties.contact',
  views: ['table'],
  columns: ['name', 'company', 'email', 'mobile', 'keeper'],
  primary: 'parties.contact.create',
  scope: 'parties.use',
})

export const appsPage = definePage({
  id: 'parties.apps',
  path: '/admin/programs',
  title: 'Programs',
  icon: 'appstore',
  entity: 'parties.app',
  views: ['table'],
  columns: ['name', 'description', 'status'],
  primary: 'parties.app.create',
  scope: 'parties.manage',
})

export const pages = [organisationsPage, contactsPage, appsPage]
