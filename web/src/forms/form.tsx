import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'

type FormProps = {
  submit: (event: FormEvent) => void
  busy: boolean
  fields: Record<string, string>
  message: string
  action: string
  /** Makes the button red. */
  destructive?: boolean
  disabled?: boolean
  children?: ReactNode
}

/** Fields, an error about the whole form, and the submit button. The first invalid field gets the focus. */
export function Form({ submit, busy, fields, message, action, destructive, disabled = false, children }: FormProps) {
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (Object.keys(fields).length > 0) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [fields])
  return (
    <form ref={ref} onSubmit={submit} noValidate className="grid grid-cols-1 gap-5">
      {children}
      {message && (
        <p role="alert" className="rounded-xl bg-rose/10 px-4 py-3 text-sm text-rose">
          {message}
        </p>
      )}
      <button
        type="submit"
        disabled={busy || disabled}
        className={`${destructive ? 'btn-rose' : 'btn-sun'} h-12 text-base`}
      >
        {busy ? 'One moment…' : action}
      </button>
    </form>
  )
}
