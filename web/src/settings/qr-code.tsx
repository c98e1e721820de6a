import { encode } from 'uqr'

/** A QR code. It is dark on light in every theme, since many cameras read only that. */
export function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 3 })
  const squares = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code for your authenticator app. The key below is the same."
      shapeRendering="crispEdges"
      className="w-52 max-w-full rounded-2xl border border-line bg-white"
    >
      <path d={squares.join('')} fill="#1c1a17" />
    </svg>
  )
}
