import { Button, Icon, t } from '#web'

/** One way of signing in: what it is, whether it is on, and what may be done. */
export function Line({
  icon,
  title,
  text,
  tone,
  children,
}: {
  icon: string
  title: string
  text: string
  tone?: string | undefined
  children?: React.ReactNode
}) {
  return (
    <div>
      <Icon name={icon} />
      <span className="person-words grow">
        <span className="name">
          {title} {tone && <span className={`tag ${tone}`}>{t('On')}</span>}
        </span>
        <small className="whole">{text}</small>
      </span>
      {children}
    </div>
  )
}

export const SmallButton = ({
  onClick,
  children,
  danger,
}: {
  onClick: () => void
  children: React.ReactNode
  danger?: boolean
}) => (
  <Button small tone={danger ? 'danger' : 'plain'} onClick={onClick}>
    {children}
  </Button>
)
