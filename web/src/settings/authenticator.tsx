import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { OutputOf } from '#contract'
import { SecondFactor } from '../auth/second-factor.tsx'
import { client } from '../client.ts'
import { CodeField } from '../forms/code-field.tsx'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { loadMe, useMe } from '../state/session.ts'
import { toast } from '../state/toasts.ts'
import { CurrentPassword } from './current-password.tsx'
import { QrCode } from './qr-code.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Setup = OutputOf<'auth.totpBegin'>

/** Two-factor sign-in with an authenticator app: off, being set up, or on. */
export function Authenticator() {
  const account = useMe()!
  const [setup, setSetup] = useState<Setup | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onSaved={() => setCodes(null)} />
  if (account.totp) return <TurnOff />
  if (!setup) return <StartSetup onStarted={setSetup} />
  return (
    <ConfirmSetup
      setup={setup}
      onConfirmed={recoveryCodes => {
        setCodes(recoveryCodes)
        setSetup(null)
      }}
    />
  )
}

function StartSetup({ onStarted }: { onStarted: (setup: Setup) => void }) {
  const [currentPassword, setPassword] = useState('')
  const form = useSubmit(
    async () => onStarted(await client.call('auth.totpBegin', { currentPassword })),
    ['currentPassword'],
  )
  return (
    <>
      <p className="mb-5 text-quiet">
        An authenticator app shows a six-digit code that changes every 30 seconds. You’ll need it, along with your
        password, to sign in.
      </p>
      <Form {...form} action="Set up">
        <CurrentPassword value={currentPassword} onValue={setPassword} error={form.fields.currentPassword} />
      </Form>
    </>
  )
}

function ConfirmSetup({ setup, onConfirmed }: { setup: Setup; onConfirmed: (codes: string[]) => void }) {
  const [code, setCode] = useState('')
  const form = useSubmit(async () => {
    const { recoveryCodes } = await client.call('auth.totpConfirm', { code })
    onConfirmed(recoveryCodes)
    await loadMe()
  }, ['code'])
  return (
    <>
      <p className="mb-4 text-quiet">Scan this code with your authenticator app, or enter the key below.</p>
      <div className="mb-6 grid grid-cols-1 justify-items-center gap-3">
        <QrCode text={setup.uri} />
        <a href={setup.uri} className="link text-sm pointer-fine:hidden">
          Open in the app on this phone
        </a>
        <code className="rounded-xl bg-wash px-4 py-3 text-center text-sm break-all select-all">
          {setup.secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </code>
      </div>
      <Form {...form} action="Turn on">
        <CodeField label="Code from the app" value={code} onValue={setCode} autoSubmit error={form.fields.code} />
      </Form>
    </>
  )
}

function TurnOff() {
  const [currentPassword, setPassword] = useState('')
  const [totp, setTotp] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.totpDisable', { currentPassword, totp: totp.trim() })
    await loadMe()
    toast('Authenticator turned off.')
  }, ['currentPassword', 'totp'])
  return (
    <>
      <p className="mb-6 flex items-center gap-3 rounded-2xl bg-wash p-4">
        <ShieldCheck size={28} className="shrink-0 text-leaf" aria-hidden />
        <span>
          <b className="font-semibold">On.</b> You need a code from your authenticator to sign in.
        </span>
      </p>
      <Form {...form} action="Turn off" destructive>
        <CurrentPassword value={currentPassword} onValue={setPassword} error={form.fields.currentPassword} />
        <SecondFactor value={totp} onValue={setTotp} error={form.fields.totp} autoSubmit={false} />
      </Form>
    </>
  )
}
