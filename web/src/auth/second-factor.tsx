import { useState } from 'react'
import { CodeField } from '../forms/code-field.tsx'
import { Field } from '../forms/field.tsx'

type FactorProps = { value: string; onValue: (value: string) => void; error?: string | undefined; autoSubmit?: boolean }

/** The authenticator's code, or a recovery code. */
export function SecondFactor({ value, onValue, error, autoSubmit = true }: FactorProps) {
  const [recovering, setRecovering] = useState(false)
  function change() {
    onValue('')
    setRecovering(!recovering)
  }
  return (
    <div className="grid justify-items-start gap-3 *:first:w-full">
      {recovering ? (
        <Field
          label="Recovery code"
          name="recovery-code"
          autoComplete="off"
          autoFocus
          hint="One of your ten recovery codes. Each works once."
          value={value}
          onValue={onValue}
          error={error}
        />
      ) : (
        <CodeField label="Authenticator code" value={value} onValue={onValue} autoSubmit={autoSubmit} error={error} />
      )}
      <button type="button" className="link text-sm" onClick={change}>
        {recovering ? 'Use your authenticator' : 'Use a recovery code'}
      </button>
    </div>
  )
}
