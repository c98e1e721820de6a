import type { LucideIcon } from 'lucide-react'

type CompactProps = { label: string; about: string; icon: LucideIcon; onClick: () => void }

/** A label on wide screens, an icon on phones. */
export const CompactButton = ({ label, about, icon: Icon, onClick }: CompactProps) => (
  <button
    type="button"
    aria-label={`${label}: ${about}`}
    className="btn-quiet px-3.5 max-md:w-9 max-md:px-0"
    onClick={onClick}
  >
    <span className="max-md:hidden">{label}</span>
    <Icon size={18} className="md:hidden" aria-hidden />
  </button>
)
