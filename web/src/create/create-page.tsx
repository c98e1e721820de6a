import { MapPin } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useBlocker, useNavigate } from 'react-router'
import { newIdempotencyKey } from '#client'
import { lengthOf } from '#contract'
import { client, fieldErrors } from '../client.ts'
import { FieldNote } from '../forms/field-note.tsx'
import { lengthError } from '../forms/length-error.ts'
import { SuggestingArea } from '../forms/suggesting-area.tsx'
import { Switch } from '../forms/switch.tsx'
import { reloadKept } from '../kept/kept-lists.ts'
import { type Schedule, ScheduleField, scheduleFor } from '../kept/schedule-field.tsx'
import { MAX_PHOTOS } from '../photo/fitting-photos.ts'
import { PostChoices } from '../post/post-choices.tsx'
import { addOwnPost } from '../state/pending-posts.ts'
import { useTitle } from '../state/title.ts'
import { toast, toastError } from '../state/toasts.ts'
import { tagError, tagsOf } from '../tags/tag.ts'
import { ChosenPhotoItem, MAX_ALT_TEXT } from './chosen-photo.tsx'
import { PhotoPicker } from './photo-picker.tsx'
import { useChosenPhotos } from './use-chosen-photos.ts'

const MAX_CAPTION = 2200

export function CreatePage() {
  const { photos, add, move, remove, describe, tag, upload, markFailed } = useChosenPhotos()
  const [caption, setCaption] = useState('')
  const [place, setPlace] = useState('')
  const [choices, setChoices] = useState({ commentsDisabled: false, hideLikes: false })
  const [schedule, setSchedule] = useState<Schedule | null>(null)
  const [sharing, setSharing] = useState(false)
  const lastTry = useRef({ body: '', key: '' })
  const navigate = useNavigate()
  useTitle('New post')
  const captionError = lengthError(caption.trim(), MAX_CAPTION)
  const placeError = lengthError(place.trim(), 100)
  const hasErrors =
    captionError !== undefined ||
    placeError !== undefined ||
    photos.some(each => lengthError(each.altText, MAX_ALT_TEXT))
  const hasContent = photos.length > 0 || caption.trim() !== ''
  useWarningBeforeLeaving(hasContent && !sharing)

  async function share(draft = false) {
    setSharing(true)
    try {
      const location = place.trim() ? { location: { name: place.trim() } } : {}
      const details = {
        altTexts: photos.map(photo => photo.altText.trim()),
        tagged: tagsOf(photos.map(photo => photo.tagged)),
        ...choices,
        ...(draft && { draft }),
        ...(!draft && schedule?.publishAt && { publishAt: schedule.publishAt }),
      }
      const input = { mediaIds: await upload(), caption: caption.trim(), ...location, ...details }
      // An unchanged post keeps its key, so that retrying after a lost response does not create it twice.
      const body = JSON.stringify(input)
      if (lastTry.current.body !== body) lastTry.current = { body, key: newIdempotencyKey() }
      const post = await client.call('posts.create', input, { idempotencyKey: lastTry.current.key })
      if (post.status === 'draft' || post.status === 'scheduled') {
        toast(post.status === 'draft' ? 'Draft saved.' : 'Post scheduled.')
        void reloadKept()
        await navigate(post.status === 'draft' ? '/settings/drafts' : '/settings/scheduled')
        return
      }
      addOwnPost(post)
      await navigate('/')
    } catch (error) {
      const untaggable = tagError(
        error,
        photos.map(photo => photo.tagged),
      )
      const isUnreadable = fieldErrors(error).mediaIds !== undefined && (await markFailed())
      if (isUnreadable) toast('A photo couldn’t be processed. Remove it, or choose another.', 'error')
      else if (untaggable) toast(untaggable, 'error')
      else toastError(error)
      setSharing(false)
    }
  }

  return (
    <div className="mx-auto max-w-[36rem] md:px-6 md:pt-8">
      <form
        className="card"
        onSubmit={event => {
          event.preventDefault()
          void share()
        }}
      >
        <header className="flex items-center justify-between border-b border-line px-4 py-3">
          <h1 className="text-lg font-semibold">New post</h1>
          <div className="flex flex-wrap justify-end gap-2">
            <button
              type="button"
              className="btn-quiet"
              disabled={!hasContent || hasErrors || sharing}
              onClick={() => void share(true)}
            >
              Save draft
            </button>
            <button
              type="submit"
              className="btn-sun"
              disabled={!hasContent || hasErrors || sharing || schedule?.publishAt === null}
            >
              {sharing ? 'Sharing…' : schedule ? 'Schedule' : 'Share'}
            </button>
          </div>
        </header>
        <fieldset disabled={sharing} className="grid grid-cols-1 gap-4 p-4">
          {photos.map((photo, index) => (
            <ChosenPhotoItem
              key={photo.key}
              photo={photo}
              index={index}
              count={photos.length}
              onDescribe={text => describe(photo.key, text)}
              onTag={tags => tag(photo.key, tags)}
              onMove={to => move(index, to)}
              onRemove={() => remove(photo.key)}
            />
          ))}
          {photos.length < MAX_PHOTOS && <PhotoPicker onFiles={add} compact={photos.length > 0} />}
          <div>
            <SuggestingArea
              value={caption}
              rows={3}
              aria-label="Caption"
              aria-invalid={captionError !== undefined}
              aria-describedby="caption-note"
              placeholder="Write a caption…"
              onValue={setCaption}
              className="field field-sizing-content h-auto min-h-24 resize-none py-3"
            />
            <p className={`mt-1 text-right text-xs tabular-nums ${captionError ? 'text-rose' : 'text-quiet'}`}>
              {lengthOf(caption.trim()).toLocaleString()} / {MAX_CAPTION.toLocaleString()}
            </p>
            <FieldNote id="caption-note" error={captionError} />
          </div>
          <div>
            <label className="relative block">
              <span className="sr-only">Place</span>
              <MapPin size={20} aria-hidden className="absolute top-3.5 left-4 text-quiet" />
              <input
                value={place}
                placeholder="Add a place"
                onChange={event => setPlace(event.target.value)}
                className="field pl-12"
                aria-invalid={placeError !== undefined}
                aria-describedby="place-note"
              />
            </label>
            <FieldNote id="place-note" error={placeError} />
          </div>
          <PostChoices {...choices} onChange={setChoices} />
          <Switch
            label="Publish later"
            on={schedule !== null}
            onChange={on => setSchedule(on ? scheduleFor(null) : null)}
          >
            {schedule ? 'Nobody sees it before its time.' : 'It’s published at once.'}
          </Switch>
          {schedule && <ScheduleField schedule={schedule} onChange={setSchedule} />}
        </fieldset>
      </form>
    </div>
  )
}

function useWarningBeforeLeaving(unsaved: boolean) {
  const blocker = useBlocker(unsaved)
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    if (confirm('Discard post? If you leave now, it won’t be saved.')) blocker.proceed()
    else blocker.reset()
  }, [blocker])
  useEffect(() => {
    if (!unsaved) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [unsaved])
}
