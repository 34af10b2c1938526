import { definePage } from '#kernel'

export const documentsPage = definePage({
  id: 'documents.documents',
  path: '/documents',
  title: 'Documents',
  icon: 'document',
  component: 'documents',
  rail: 40,
  scope: 'documents.use',
})
