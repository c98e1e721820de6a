import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { CreatePage } from './create/create-page.tsx'
import { FeedPage } from './feed/feed-page.tsx'
import { Frame } from './frame/frame.tsx'
import { NotFound } from './frame/not-found.tsx'
import { MessagesPage } from './messages/messages-page.tsx'
import { NotificationsPage } from './notifications/notifications-page.tsx'
import { PostPage } from './post/post-page.tsx'
import { ProfilePage } from './profile/profile-page.tsx'
import { SignInPage } from './session/sign-in-page.tsx'
import { SignUpPage } from './session/sign-up-page.tsx'

const router = createBrowserRouter([
  { path: '/sign-in', Component: SignInPage },
  { path: '/sign-up', Component: SignUpPage },
  {
    Component: Frame,
    children: [
      { path: '/', Component: FeedPage },
      { path: '/create', Component: CreatePage },
      { path: '/notifications', Component: NotificationsPage },
      { path: '/messages/:conversationId?', Component: MessagesPage },
      { path: '/p/:postId', Component: PostPage },
      { path: '/:username', Component: ProfilePage },
      { path: '*', Component: NotFound },
    ],
  },
])

export const App = () => <RouterProvider router={router} />
