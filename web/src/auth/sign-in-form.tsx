import { useState } from 'react'
import { Link } from 'react-router'
import { HeliographError } from '#client'
import type { CallOf } from '#contract'
import { client, deviceToken, fieldErrors } from '../client.ts'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { syncStage } from '../state/session.ts'
import { SecondFactor } from './second-factor.tsx'

export type Credentials = CallOf<'auth.signIn'>
/** A sign-in with correct credentials to an account that cannot be used. A deleted one can be restored `until` then. */
export type Closed = { reason: 'deleted' | 'suspended'; until: string; credentials: Credentials }

/** Login and password, then the authenticator's code if the account has one. */
export function SignInForm({ onClosed }: { onClosed: (closed: Closed) => void }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [totp, setTotp] = useState('')
  const [needsTotp, setNeedsTotp] = useState(false)

  async function signIn() {
    const credentials = { login: login.trim(), password, ...(totp && { totp: totp.trim() }), ...deviceToken() }
    try {
      await client.call('auth.signIn', credentials)
      syncStage()
    } catch (error) {
      const { totp: codeError, account, until = '' } = fieldErrors(error)
      if (codeError && !needsTotp) return setNeedsTotp(true)
      if (codeError) setTotp('')
      if (account === 'deleted' || account === 'suspended') return onClosed({ reason: account, until, credentials })
      throw isMismatch(error) ? mismatch() : error
    }
  }
  function back() {
    setNeedsTotp(false)
    setTotp('')
  }
  const form = useSubmit(signIn, ['login', 'password', 'totp'])

  if (needsTotp) {
    return (
      <>
        <Form {...form} action="Sign in">
          <SecondFactor value={totp} onValue={setTotp} error={form.fields.totp} />
        </Form>
        <button type="button" className="btn mt-3 h-12 w-full text-quiet hover:bg-wash" onClick={back}>
          Use another account
        </button>
      </>
    )
  }
  return (
    <Form {...form} action="Sign in">
      <Field
        label="User name, email or phone"
        name="login"
        autoComplete="username"
        autoFocus
        value={login}
        onValue={setLogin}
        error={form.fields.login}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onValue={setPassword}
        error={form.fields.password}
      />
      <Link to="/forgot-password" className="link -mt-2 justify-self-start text-sm">
        Forgot your password?
      </Link>
    </Form>
  )
}

const isMismatch = (error: unknown) =>
  error instanceof HeliographError && error.code === 'unauthenticated' && !error.fields
const mismatch = () => new HeliographError({ code: 'invalid', detail: 'The login or password is incorrect.' })
