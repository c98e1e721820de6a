import { QueryClient } from '@tanstack/react-query'
import { isGone } from '../client.ts'

/** What pages have loaded through `useQuery`. Emptied on sign-out; loaded again after a reconnect. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, retry: (failures, error) => failures < 2 && !isGone(error) },
    mutations: { retry: false },
  },
})
