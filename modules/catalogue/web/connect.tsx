import { Empty, Icon, Link, t, useCatalog } from '#web'

/** The ways by which modules that are connected bring in more. */
export function Connect() {
  const catalog = useCatalog()
  const ways = catalog.placements('catalogue').flatMap((one) => {
    const to = catalog.pathOf(one)
    return to ? [{ ...one, to }] : []
  })
  return (
    <div className="body">
      <div className="column app-wide">
        {ways.length === 0 ? (
          <Empty icon="link" title={t('There is nothing here that you may connect')}>
            {t('Ask an administrator to connect other software.')}
          </Empty>
        ) : (
          <ul className="catalogue-cards" aria-label={t('Connect')}>
            {ways.map(({ module, title, icon, about, to }) => (
              <li key={`${module} ${title}`}>
                <Link to={to} className="catalogue-card">
                  <span className="catalogue-icon">
                    <Icon name={icon} size={22} />
                  </span>
                  <span className="person-words grow">
                    <span className="name">
                      {catalog.title(`${module}.placement.${title}`, title)}
                    </span>
                    {about && (
                      <span className="catalogue-about">
                        {catalog.title(`${module}.placement.${title}.about`, about)}
                      </span>
                    )}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}
