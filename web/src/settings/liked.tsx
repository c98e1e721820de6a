import { Heart } from 'lucide-react'
import { client } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { Grid } from '../profile/grid.tsx'

/** The posts that the viewer likes, last liked first. */
export const Liked = () => (
  <Grid
    listKey="liked"
    load={at => client.call('posts.liked', { limit: 24, ...at })}
    empty={
      <Empty icon={Heart} title="No liked posts yet">
        <p>Posts you like show up here. Only you can see this list.</p>
      </Empty>
    }
  />
)
