import { useEffect } from 'react'
import { useUnreadMessages } from './conversations.ts'
import { notifications } from './notifications.ts'
import { createStore, useStore } from './store.ts'

const page = createStore('')

/** Sets the title of the current page. */
export function useTitle(title: string) {
  useEffect(() => {
    page.set(title)
    return () => page.set('')
  }, [title])
}

export const usePageTitle = () => useStore(page, now => now)

/** Shows the page title in the tab, after the number of unread items. */
export function useTabTitle() {
  const unread = useStore(notifications, now => now.unread) + useUnreadMessages()
  const title = usePageTitle()
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${title && `${title} · `}Heliograph`
  }, [unread, title])
}
