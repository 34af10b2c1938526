import { Head, Page, Segmented, go, t, useLanguage, type ModulePageProps } from '#web'
import { Connect } from './connect.tsx'
import { InstalledList } from './installed.tsx'
import { Plaza } from './plaza.tsx'

const TABS = ['installed', 'plaza', 'connect'] as const

/** What is installed here, what other organisations have published for everybody, and what else can be connected. */
export function CataloguePage({ page, rest }: ModulePageProps) {
  useLanguage()
  const tab = TABS.find((each) => each === rest[0]) ?? 'installed'
  return (
    <Page>
      <Head
        title={t('Catalogue')}
        sub={t('Everything installed, and everything you could install.')}
      />
      <div className="tools">
        <Segmented
          label={t('Which')}
          value={tab}
          onChange={(next) => go(next === 'installed' ? page.path : `${page.path}/${next}`)}
          options={[
            { value: 'installed', label: t('Installed') },
            { value: 'plaza', label: t('Plaza') },
            { value: 'connect', label: t('Connect') },
          ]}
        />
      </div>
      {tab === 'plaza' && <Plaza chosen={rest[1]} base={`${page.path}/plaza`} />}
      {tab === 'connect' && <Connect />}
      {tab === 'installed' && <InstalledList base={page.path} />}
    </Page>
  )
}
