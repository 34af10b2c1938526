import { useLanguage, type ModulePageProps } from '#web'
import { ListPage } from './list-page.tsx'
import { ManagePage } from './manage/manage-page.tsx'
import { HttpWizard } from './http/wizard.tsx'
import { OpenapiWizard } from './openapi/wizard.tsx'
import { SqlWizard } from './sql/wizard.tsx'

/** What of others is imported here, each by itself, and the ways to import more. */
export function ImportsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const [first] = rest
  if (!first) return <ListPage base={page.path} />
  if (first === 'sql') return <SqlWizard base={page.path} />
  if (first === 'openapi') return <OpenapiWizard base={page.path} />
  if (first === 'http') return <HttpWizard base={page.path} />
  return <ManagePage key={first} base={page.path} module={first} editing={rest[1] === 'requests'} />
}
