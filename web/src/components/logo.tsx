/** The logo. */
export const Sun = ({ size = 28 }: { size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 32 32"
    fill="none"
    className="shrink-0 stroke-sun"
    strokeWidth={2.4}
    strokeLinecap="round"
    aria-hidden
  >
    <circle cx="16" cy="16" r="5.6" className="fill-sun" stroke="none" />
    <path d="M16 3v4M16 25v4M3 16h4M25 16h4M6.8 6.8l2.8 2.8M22.4 22.4l2.8 2.8M25.2 6.8l-2.8 2.8M9.6 22.4l-2.8 2.8" />
  </svg>
)

export const Wordmark = ({ className = 'text-2xl' }: { className?: string }) => (
  <span className={`font-mark font-semibold tracking-tight ${className}`}>Heliograph</span>
)
