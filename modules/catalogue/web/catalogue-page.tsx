import { Head, Page, Segmented, go, t, useLanguage, type ModulePageProps } from '#web'
import { InstalledList } from './installed.tsx'
import { Plaza } from './plaza.tsx'

/** What is installed here, and what other organisations have published for everybody. */
export function CataloguePage({ page, rest }: ModulePageProps) {
  useLanguage()
  const tab = rest[0] === 'plaza' ? 'plaza' : 'installed'
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
          onChange={(next) => go(next === 'plaza' ? `${page.path}/plaza` : page.path)}
          options={[
            { value: 'installed', label: t('Installed') },
            { value: 'plaza', label: t('Plaza') },
          ]}
        />
      </div>
      {tab === 'plaza' ? (
        <Plaza chosen={rest[1]} base={`${page.path}/plaza`} />
      ) : (
        <InstalledList base={page.path} />
      )}
    </Page>
  )
}
