import type { ReactNode } from 'react'
import { Sun, Wordmark } from '../components/logo.tsx'
import { Toasts } from '../layout/toasts.tsx'
import { useTitle } from '../state/title.ts'
import { Scene } from './scene.tsx'

type AuthLayoutProps = {
  title: string
  intro?: ReactNode
  /** Shows less of the picture, for longer forms. */
  compact?: boolean
  children: ReactNode
}

/** The layout of the sign-in and sign-up pages. */
export function AuthLayout({ title, intro, compact = false, children }: AuthLayoutProps) {
  useTitle(title)
  return (
    <div className="grid min-h-dvh grid-cols-1 content-start lg:grid-cols-2 lg:content-stretch">
      <div
        className={`relative overflow-hidden lg:sticky lg:top-0 lg:order-2 lg:h-dvh ${compact ? 'h-20 sm:h-32 md:h-44' : 'h-44 sm:h-60 md:h-80'}`}
      >
        <Scene className="absolute -bottom-[16vw] w-full lg:inset-0 lg:size-full" />
        <p
          aria-hidden
          className="font-mark absolute inset-x-0 top-0 hidden p-12 text-4xl leading-tight text-balance text-white/95 lg:block"
        >
          Photographs, as&nbsp;they happen.
        </p>
      </div>
      <main className="mx-auto flex w-full max-w-sm flex-col px-6 py-8 lg:justify-center lg:py-12">
        <div className={`flex items-center gap-2.5 ${compact ? 'mb-6' : 'mb-8'}`}>
          <Sun size={34} />
          <Wordmark className="text-3xl" />
        </div>
        <h1 className="text-2xl font-semibold text-balance">{title}</h1>
        {intro && <div className="mt-1.5 text-quiet">{intro}</div>}
        <div className="mt-6">{children}</div>
      </main>
      <Toasts />
    </div>
  )
}
