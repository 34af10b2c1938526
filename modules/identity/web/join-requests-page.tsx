import { Head, Page, t, useLanguage, type ModulePageProps } from '#web'
import { JoinRequests } from './join-requests.tsx'

export function JoinRequestsPage(_props: ModulePageProps) {
  useLanguage()
  return (
    <Page>
      <Head backTo="/admin" title={t('Requests to join')} />
      <div className="body">
        <div className="column">
          <JoinRequests />
        </div>
      </div>
    </Page>
  )
}
