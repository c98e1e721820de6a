import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import jwt from 'jsonwebtoken'
import { Pool } from 'pg'
import { Server } from 'socket.io'

/**
 * The bare libraries doing the same work: Socket.IO with one statement per like, Socket.IO's own broadcast and
 * acknowledgement, and Hono with a token and one query. No contract, no access rules, no log.
 */
const secret = process.env.JWT_SECRET ?? ''
const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const app = new Hono()
app.get('/profile/:username', async c => {
  jwt.verify(c.req.header('authorization')?.slice(7) ?? '', secret, { algorithms: ['HS256'] })
  const { rows } = await pool.query({
    name: 'profile',
    text: 'select id, username, full_name, bio, post_count, follower_count, following_count from users where username = $1',
    values: [c.req.param('username')],
  })
  return c.json(rows[0])
})
const feed = `select post.id, post.caption, post.entities, post.published_at, post.created_at,
    json_build_object('likes', like_count, 'comments', comment_count, 'shares', share_count) as counts,
    json_build_object('id', author.id, 'username', username, 'fullName', full_name, 'photo', author.photo) as author,
    (select json_agg(json_build_object('id', media.id, 'altText', alt_text, 'image', media.image) order by position)
      from post_media join media on media.id = media_id where post_id = post.id) as media,
    json_build_object(
      'liked', exists (select 1 from post_like where post_id = post.id and user_id = $1),
      'saved', exists (select 1 from post_save where post_id = post.id and user_id = $1)) as viewer
  from feed_entry join post on post.id = post_id join users author on author.id = feed_entry.author_id
  where owner_id = $1 order by feed_entry.published_at desc, feed_entry.post_id desc limit 20`
app.get('/feed', async c => {
  const { sub } = jwt.verify(c.req.header('authorization')?.slice(7) ?? '', secret, { algorithms: ['HS256'] })
  const { rows } = await pool.query({ name: 'feed', text: feed, values: [sub] })
  return c.json({ items: rows, nextCursor: null })
})
const http = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`ready at http://127.0.0.1:${port}`)
})
const io = new Server(http as never, { serveClient: false, perMessageDeflate: false })

const like = `with locked as (select id from post where id = $1 for no key update),
  inserted as (insert into post_like (post_id, user_id) select id, $2 from locked on conflict do nothing returning 1)
  update post set like_count = like_count + (select count(*) from inserted) where id = $1 returning like_count`
const unlike = `with locked as (select id from post where id = $1 for no key update),
  deleted as (delete from post_like using locked where post_id = locked.id and user_id = $2 returning 1)
  update post set like_count = like_count - (select count(*) from deleted) where id = $1 returning like_count`

io.of('/posts').on('connection', socket => {
  const { sub } = jwt.verify((socket.handshake.auth as { token: string }).token, secret) as { sub: string }
  socket.on('echo', (payload, ack) => ack({ ok: true, data: payload }))
  socket.on('join', ({ room }, ack) => {
    void socket.join(room)
    ack({ ok: true, data: {} })
  })
  socket.on('send', ({ room, payload }, ack) => {
    io.of('/posts').to(room).emit('post.activity', payload)
    ack({ ok: true, data: {} })
  })
  socket.on('posts.like', async ({ postId }, ack) => {
    const { rows } = await pool.query({ name: 'like', text: like, values: [postId, sub] })
    ack({ ok: true, data: rows[0] })
  })
  socket.on('posts.unlike', async ({ postId }, ack) => {
    const { rows } = await pool.query({ name: 'unlike', text: unlike, values: [postId, sub] })
    ack({ ok: true, data: rows[0] })
  })
})
process.once('SIGTERM', () => process.exit(0))
