import { definePage } from '#kernel'

export const documentsPage = definePage({
  id: 'documents.documents',
  path: '/documents',
  title: 'Documents',
  icon: 'document',
  component: 'documents',
  opens: { 'documents.document': '/documents/{id}' },
  rail: 40,
  scope: 'documents.use',
})
