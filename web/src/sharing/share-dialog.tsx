import { useMutation, useQuery } from '@tanstack/react-query'
import { Check, Link2, Repeat2 } from 'lucide-react'
import { useState } from 'react'
import { maxTargets, type Post } from '#contract'
import { client, errorMessage } from '../client.ts'
import { copyLink } from '../components/clipboard.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { LoadState } from '../components/load-state.tsx'
import { SearchField } from '../components/search-field.tsx'
import { isSendKey } from '../forms/is-send-key.ts'
import { SuggestingArea } from '../forms/suggesting-area.tsx'
import { useDebounced } from '../hooks/use-debounced.ts'
import { useDeletedNotice } from '../post/use-deleted-notice.ts'
import { loadPost } from '../state/posts.ts'
import { toast } from '../state/toasts.ts'
import { RepostForm } from './repost-form.tsx'
import { findTargets, type Target } from './targets.tsx'

/** Sends a post to conversations and people, reposts it, or copies its link. */
export function ShareDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const [step, setStep] = useState<'send' | 'repost'>('send')
  useDeletedNotice(post.id, true)
  const title = step === 'send' ? 'Share' : 'Repost'
  return (
    <Dialog label={title} step={step} onClose={onClose}>
      <DialogTitle title={title} onClose={onClose} />
      {step === 'send' ? (
        <SendForm post={post} onRepost={() => setStep('repost')} onClose={onClose} />
      ) : (
        <RepostForm post={post} onClose={onClose} />
      )}
    </Dialog>
  )
}

type SendProps = { post: Post; onRepost: () => void; onClose: () => void }

function SendForm({ post, onRepost, onClose }: SendProps) {
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<Target[]>([])
  const [key] = useState(() => crypto.randomUUID())
  const q = useDebounced(typed.trim().replace(/^@/, ''))
  const { data, isError, refetch } = useQuery({ queryKey: ['share targets', q], queryFn: () => findTargets(q) })
  const send = useMutation({
    mutationFn: () =>
      client.call('posts.share', {
        postId: post.id,
        conversationIds: chosen.flatMap(target => target.conversationId ?? []),
        usernames: chosen.flatMap(target => target.username ?? []),
        text: text.trim(),
        idempotencyKey: key,
      }),
    onSuccess() {
      onClose()
      toast(chosen.length === 1 ? `Sent to ${chosen[0]?.title}.` : `Sent to ${chosen.length} chats.`)
      void loadPost(post.id).catch(() => undefined)
    },
  })
  const isChosen = (target: Target) => chosen.some(each => each.key === target.key)
  const toggle = (target: Target) =>
    setChosen(now => (isChosen(target) ? now.filter(each => each.key !== target.key) : [...now, target]))
  // What is chosen stays in sight, whatever is searched for.
  const found = data?.filter(target => !isChosen(target))
  return (
    <>
      <div className="grid grid-cols-2 gap-2 px-4 pt-3">
        <button type="button" className="btn-quiet" onClick={onRepost}>
          <Repeat2 size={18} aria-hidden /> Repost
        </button>
        <button type="button" className="btn-quiet" onClick={() => copyLink(`/p/${post.id}`)}>
          <Link2 size={18} aria-hidden /> Copy link
        </button>
      </div>
      <div className="px-4 pt-3 pb-2">
        <SearchField value={typed} onValue={setTyped} first />
      </div>
      <ul aria-label="Send to" className="h-[min(18rem,40dvh)] overflow-y-auto px-2">
        {[...chosen, ...(found ?? [])].map(target => (
          <li key={target.key}>
            <TargetRow
              target={target}
              chosen={isChosen(target)}
              disabled={!isChosen(target) && chosen.length >= maxTargets}
              onToggle={() => toggle(target)}
            />
          </li>
        ))}
        {!found && (
          <li>
            <LoadState small failed={isError} onRetry={refetch} />
          </li>
        )}
        {found?.length === 0 && chosen.length === 0 && (
          <li className="py-8 text-center text-quiet">{q ? 'No results.' : 'Search for people to send this to.'}</li>
        )}
      </ul>
      <form
        className="grid gap-2 border-t border-line px-4 py-3"
        onSubmit={event => {
          event.preventDefault()
          if (chosen.length > 0 && !send.isPending) send.mutate()
        }}
      >
        <SuggestingArea
          list="above"
          rows={1}
          aria-label="Message"
          placeholder="Write a message…"
          value={text}
          maxLength={5000}
          className="field field-sizing-content h-auto max-h-28 min-h-11 resize-none py-2.5"
          onValue={setText}
          onKeyDown={event => {
            if (!isSendKey(event)) return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
        />
        {send.error && (
          <p role="alert" className="text-sm text-rose">
            {errorMessage(send.error)}
          </p>
        )}
        <button type="submit" className="btn-sun h-11" disabled={chosen.length === 0 || send.isPending}>
          {send.isPending ? 'Sending…' : chosen.length > 1 ? `Send to ${chosen.length}` : 'Send'}
        </button>
      </form>
    </>
  )
}

type RowProps = { target: Target; chosen: boolean; disabled: boolean; onToggle: () => void }

const TargetRow = ({ target, chosen, disabled, onToggle }: RowProps) => (
  <label className="flex cursor-pointer items-center gap-3 rounded-xl px-2 py-1.5 hover:bg-wash has-focus-visible:outline-2 has-disabled:cursor-default has-disabled:opacity-50">
    <input type="checkbox" className="sr-only" checked={chosen} disabled={disabled} onChange={onToggle} />
    {target.picture}
    <span className="min-w-0 flex-1 leading-tight">
      <span className="block truncate text-sm font-semibold">{target.title}</span>
      <span className="block truncate text-sm text-quiet">{target.note}</span>
    </span>
    <span
      aria-hidden
      className={`grid size-6 shrink-0 place-items-center rounded-full border ${chosen ? 'border-sun bg-sun text-on-sun' : 'border-line'}`}
    >
      {chosen && <Check size={16} />}
    </span>
  </label>
)
