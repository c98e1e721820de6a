/** Dusk over three ridges; on the nearest, a heliograph flashes. */
export function Scene({ className = '' }: { className?: string }) {
  return (
    <svg viewBox="0 0 600 800" preserveAspectRatio="xMidYMax slice" aria-hidden className={className}>
      <defs>
        <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#1d2440" />
          <stop offset="0.38" stopColor="#6b3f63" />
          <stop offset="0.62" stopColor="#d9744a" />
          <stop offset="0.8" stopColor="#f7bd74" />
        </linearGradient>
        <radialGradient id="glow">
          <stop offset="0" stopColor="#fff3d6" stopOpacity="0.95" />
          <stop offset="0.25" stopColor="#ffd391" stopOpacity="0.5" />
          <stop offset="1" stopColor="#ffb765" stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="600" height="800" fill="url(#sky)" />
      <circle cx="400" cy="520" r="260" fill="url(#glow)" />
      <circle cx="400" cy="520" r="46" fill="#fff1cf" />
      <path d="M0 560 Q90 500 170 545 T330 540 T480 520 T600 550 V800 H0Z" fill="#a4525a" opacity="0.75" />
      <path d="M0 625 Q110 560 215 610 T400 600 T600 625 V800 H0Z" fill="#5c2f4e" />
      <path d="M0 700 Q120 640 220 668 T420 705 T600 668 V800 H0Z" fill="#231a33" />
      <g stroke="#231a33" strokeWidth="5" strokeLinecap="round">
        <path d="M196 668 L204 622 L212 668 M204 622 V610" fill="none" />
      </g>
      <g className="origin-[204px_604px] animate-[pulse_2.6s_ease-in-out_infinite]">
        <circle cx="204" cy="604" r="60" fill="url(#glow)" />
        <circle cx="204" cy="604" r="9" fill="#fffaf0" />
      </g>
    </svg>
  )
}
