import { useState } from 'react'
import { CodeField } from '../forms/code-field.tsx'
import { Field } from '../forms/field.tsx'

type FactorProps = { value: string; onValue: (value: string) => void; error?: string | undefined; sends?: boolean }

/** The authenticator's six digits, or one of the codes that were kept for the day it is lost. */
export function SecondFactor({ value, onValue, error, sends = true }: FactorProps) {
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
          hint="One of the ten that you were shown. Each is good once."
          value={value}
          onValue={onValue}
          error={error}
        />
      ) : (
        <CodeField label="Code of your authenticator" value={value} onValue={onValue} sends={sends} error={error} />
      )}
      <button type="button" className="link text-sm" onClick={change}>
        {recovering ? 'Use the authenticator' : 'Use a recovery code'}
      </button>
    </div>
  )
}
