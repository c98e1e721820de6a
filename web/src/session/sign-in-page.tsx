import { useState } from 'react'
import { Link, Navigate, useSearchParams } from 'react-router'
import { HeliographError } from '#client'
import { client } from '../client.ts'
import { noteStage, useStage } from '../state/session.ts'
import { Field } from './field.tsx'
import { Form } from './form.tsx'
import { useSubmit } from './use-submit.ts'
import { Welcome } from './welcome.tsx'

export function SignInPage() {
  const [search] = useSearchParams()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const form = useSubmit(async () => {
    await client.signIn(login.trim(), password).catch(error => {
      const wrong = error instanceof HeliographError && ['unauthenticated', 'invalid'].includes(error.code)
      throw wrong ? new HeliographError({ code: 'invalid', detail: 'That login and password do not match.' }) : error
    })
    noteStage()
  })
  const stage = useStage()
  if (stage === 'done') return <Navigate to={ownPath(search.get('next'))} replace />
  if (stage !== null) return <Navigate to="/sign-up" replace />
  return (
    <Welcome title="Welcome back">
      <Form {...form} action="Sign in">
        <Field
          label="User name, email or phone"
          name="login"
          autoComplete="username"
          autoFocus
          value={login}
          onValue={setLogin}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
        />
      </Form>
      <p className="mt-8 text-center text-quiet">
        New here?{' '}
        <Link to="/sign-up" className="font-semibold text-sun hover:underline">
          Create an account
        </Link>
      </p>
    </Welcome>
  )
}

/** Only paths of this site: an address from outside must not lead away. */
const ownPath = (next: string | null): string => (next && /^\/[^/\\]/.test(next) ? next : '/')
