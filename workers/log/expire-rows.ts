import { expireAccounts } from '../accounts/expire-accounts.ts'
import { reEncrypt } from '../accounts/re-encrypt.ts'
import { job } from '../job.ts'
import { expireUploads } from '../media/expire-uploads.ts'
import { dropExpired } from './expire-rows.sql.ts'

/** Seconds until rows are looked through again; sooner if one transaction could not take all. */
const pause = 600

export const expireRows = job('rows.expire', {
  async handle(_, ctx) {
    let isMore = await dropExpired(ctx.em)
    isMore = (await reEncrypt(ctx)) || isMore
    isMore = (await expireUploads(ctx)) || isMore
    isMore = (await expireAccounts(ctx)) || isMore
    ctx.enqueue('rows.expire', {}, { inSeconds: isMore ? 1 : pause })
  },
})
