import { useEffect, useRef } from 'react'
import { postOf } from '../state/posts.ts'
import { toast } from '../state/toasts.ts'

/** Shows a toast when a post is deleted elsewhere while a dialog about it is open. */
export function useDeletedNotice(postId: string, open: boolean) {
  const isOpen = useRef(open)
  isOpen.current = open
  useEffect(
    () => () => {
      if (isOpen.current && !postOf(postId)) toast('The post was deleted.', 'error')
    },
    [postId],
  )
}
