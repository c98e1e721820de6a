import { QueryClientProvider } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { ForgotPasswordPage } from './auth/forgot-password-page.tsx'
import { PeoplePage } from './auth/people-page.tsx'
import { SignInPage } from './auth/sign-in-page.tsx'
import { SignUpPage } from './auth/sign-up-page.tsx'
import { CreatePage } from './create/create-page.tsx'
import { FeedPage } from './feed/feed-page.tsx'
import { HashtagPage } from './hashtags/hashtag-page.tsx'
import { ErrorPage } from './layout/error-page.tsx'
import { Layout } from './layout/layout.tsx'
import { NotFound } from './layout/not-found.tsx'
import { MessagesPage } from './messages/messages-page.tsx'
import { NotificationsPage } from './notifications/notifications-page.tsx'
import { PostPage } from './post/post-page.tsx'
import { ProfilePage } from './profile/profile-page.tsx'
import { SearchPage } from './search/search-page.tsx'
import { queries } from './state/queries.ts'
import { useTabTitle } from './state/title.ts'

const settings = () => import('./settings/pages.ts')
const moderation = () => import('./moderation/moderation-page.tsx')

/** A page whose code is loaded on first visit. */
const later = <K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) => ({
  lazy: async () => ({ Component: (await load())[name] }),
})

const router = createBrowserRouter([
  { path: '/sign-in', Component: SignInPage, ErrorBoundary: ErrorPage },
  { path: '/sign-up', Component: SignUpPage, ErrorBoundary: ErrorPage },
  { path: '/sign-up/people', Component: PeoplePage, ErrorBoundary: ErrorPage },
  { path: '/forgot-password', Component: ForgotPasswordPage, ErrorBoundary: ErrorPage },
  {
    Component: Layout,
    ErrorBoundary: ErrorPage,
    HydrateFallback: Loading,
    children: [
      {
        // An error in a page leaves the layout around it.
        ErrorBoundary: ErrorPage,
        children: [
          { path: '/', Component: FeedPage },
          { path: '/search', Component: SearchPage },
          { path: '/create', Component: CreatePage },
          { path: '/notifications', Component: NotificationsPage },
          { path: '/messages/:conversationId?', Component: MessagesPage },
          { path: '/p/:postId', Component: PostPage },
          { path: '/tags/:tag', Component: HashtagPage },
          {
            path: '/settings',
            ...later(settings, 'SettingsPage'),
            children: [
              { path: 'profile', ...later(settings, 'EditProfile') },
              { path: 'liked', ...later(settings, 'Liked') },
              { path: 'drafts', ...later(settings, 'Drafts') },
              { path: 'scheduled', ...later(settings, 'Scheduled') },
              { path: 'archive', ...later(settings, 'Archived') },
              { path: 'deleted', ...later(settings, 'Deleted') },
              { path: 'hashtags', ...later(settings, 'FollowedHashtags') },
              { path: 'activity', ...later(settings, 'Activity') },
              { path: 'appearance', ...later(settings, 'Appearance') },
              { path: 'privacy', ...later(settings, 'Privacy') },
              { path: 'comments', ...later(settings, 'CommentsAndMentions') },
              { path: 'blocked', ...later(settings, 'Blocked') },
              { path: 'muted', ...later(settings, 'Muted') },
              { path: 'password', ...later(settings, 'ChangePassword') },
              { path: 'contact', ...later(settings, 'ChangeContact') },
              { path: 'authenticator', ...later(settings, 'Authenticator') },
              { path: 'devices', ...later(settings, 'Devices') },
              { path: 'data', ...later(settings, 'Export') },
              { path: 'delete', ...later(settings, 'DeleteAccount') },
            ],
          },
          { path: '/moderation', ...later(moderation, 'ModerationPage') },
          { path: '/:username', Component: ProfilePage, handle: { open: true } },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
])

export function App() {
  useTabTitle()
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}

function Loading() {
  return null
}
