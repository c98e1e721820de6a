import { LoaderCircle } from 'lucide-react'

export const Spinner = ({ size = 22 }: { size?: number }) => (
  <LoaderCircle size={size} className="animate-spin text-quiet" role="status" aria-label="Loading" />
)
