import { Button } from '#web'

/** A page's one primary button; on the phone its picture is enough. */
export function HeadButton({ icon, label, onClick }: { icon: string; label: string; onClick: () => void }) {
  return (
    <Button tone="primary" icon={icon} className="head-button" aria-label={label} onClick={onClick}>
      <span className="not-phone">{label}</span>
    </Button>
  )
}
