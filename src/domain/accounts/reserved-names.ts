import { skeletonOf } from './user-names.ts'

/**
 * User names that nobody can take: every first path segment of the server and the web page, names of authority, and the
 * properties that every JavaScript object has, since clients keep people by name.
 */
const reserved = new Set(
  `v1 v2 api docs media dev assets socketio healthz readyz metrics openapi asyncapi signin signup signout login logout
  register me p post posts feed explore search discover notifications messages direct conversations settings account
  accounts create upload stories story hashtags tags people users user admin administrator root system support help
  security abuse moderator mod staff team official heliograph about terms privacy legal contact press jobs blog status
  null undefined forgotpassword resetpassword verify moderation activity archive saved drafts scheduled collections
  mailbox suggested available anonymous deleted everyone all favicon robots manifest openapijson asyncapijson indexhtml sunsvg
  faviconico robotstxt sitemapxml manifestjson humanstxt securitytxt wellknown appletouchicon serviceworker sw static public
  places place home inbox live reels highlights webhooks invite join embed oembed share`
    .split(/\s+/)
    .concat(Object.getOwnPropertyNames(Object.prototype), 'prototype')
    .map(skeletonOf),
)

/** Whether a name, by its skeleton, is reserved. */
export const isReserved = (skeleton: string) => reserved.has(skeleton)
