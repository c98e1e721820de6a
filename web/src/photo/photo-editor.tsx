import { CircleUserRound } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Avatar } from '../components/avatar.tsx'
import { useMe } from '../state/session.ts'
import { ChoosePhoto } from './choose-photo.tsx'
import { useProfilePhoto } from './use-profile-photo.ts'

const CropPhoto = lazy(async () => ({ default: (await import('./crop-photo.tsx')).CropPhoto }))

/** Chooses, crops and uploads a profile photo. After a failed upload the choice is kept. */
export function PhotoEditor({ action, onSaved }: { action: string; onSaved: () => void }) {
  const { url, choose, setCrop, save, sent, failure, unreadable } = useProfilePhoto()
  const me = useMe()
  const alert = failure && (
    <p role="alert" className="rounded-xl bg-rose/10 px-4 py-3 text-sm text-rose">
      {failure}
    </p>
  )
  if (!url) {
    return (
      <div className="grid grid-cols-1 gap-4">
        <div className="grid place-items-center py-2 text-quiet">
          {me ? <Avatar user={me} size={128} /> : <CircleUserRound size={128} strokeWidth={0.7} aria-hidden />}
        </div>
        {alert}
        <ChoosePhoto onFile={choose} />
      </div>
    )
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      <Suspense fallback={<div className="skeleton aspect-square" />}>
        <CropPhoto key={url} url={url} onCrop={setCrop} onUnreadable={unreadable} />
      </Suspense>
      {alert}
      <div className="flex flex-wrap gap-3">
        <button type="button" disabled={sent !== null} className="btn-quiet h-12 grow" onClick={() => choose(null)}>
          Choose another
        </button>
        <button
          type="button"
          disabled={sent !== null}
          className="btn-sun h-12 grow-2 text-base tabular-nums"
          onClick={async () => (await save()) && onSaved()}
        >
          {sent === null ? action : `Uploading ${Math.round(sent * 100)} %`}
        </button>
      </div>
    </div>
  )
}
