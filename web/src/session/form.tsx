import type { FormEvent, ReactNode } from 'react'

type FormProps = {
  submit: (event: FormEvent) => void
  busy: boolean
  sentence: string
  action: string
  children: ReactNode
}

export function Form({ submit, busy, sentence, action, children }: FormProps) {
  return (
    <form onSubmit={submit} noValidate className="grid gap-5">
      {children}
      {sentence && (
        <p role="alert" className="rounded-xl bg-rose/10 px-4 py-3 text-sm text-rose">
          {sentence}
        </p>
      )}
      <button type="submit" disabled={busy} className="btn-sun h-12 text-base">
        {busy ? 'One moment…' : action}
      </button>
    </form>
  )
}
