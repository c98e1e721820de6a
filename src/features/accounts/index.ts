import type { HandlersOf } from '#core/pipeline/handler'
import { changeContact } from './change-contact.ts'
import { changePassword } from './change-password.ts'
import { complete } from './complete.ts'
import { forgotPassword } from './forgot-password.ts'
import { refresh } from './refresh.ts'
import { removeContact } from './remove-contact.ts'
import { resendCode } from './resend-code.ts'
import { resetPassword } from './reset-password.ts'
import { revokeSession } from './revoke-session.ts'
import { listSessions } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { signOutAll } from './sign-out-all.ts'
import { signUp } from './sign-up.ts'
import { skipPhoto } from './skip-photo.ts'
import { beginTotp } from './totp-begin.ts'
import { confirmTotp } from './totp-confirm.ts'
import { disableTotp } from './totp-disable.ts'
import { verify } from './verify.ts'

export const accounts: HandlersOf<'auth'> = {
  'auth.signUp': signUp,
  'auth.resendCode': resendCode,
  'auth.verify': verify,
  'auth.complete': complete,
  'auth.skipPhoto': skipPhoto,
  'auth.signIn': signIn,
  'auth.refresh': refresh,
  'auth.signOut': signOut,
  'auth.signOutAll': signOutAll,
  'auth.forgotPassword': forgotPassword,
  'auth.resetPassword': resetPassword,
  'auth.changePassword': changePassword,
  'auth.changeContact': changeContact,
  'auth.removeContact': removeContact,
  'auth.sessions': listSessions,
  'auth.revokeSession': revokeSession,
  'auth.totpBegin': beginTotp,
  'auth.totpConfirm': confirmTotp,
  'auth.totpDisable': disableTotp,
}
