import type { ReactNode } from 'react'
import { Toasts } from '../frame/toasts.tsx'
import { Sun, Wordmark } from '../parts/logo.tsx'
import { Scene } from './scene.tsx'

/** What surrounds the pages of somebody who is not signed in. */
export function Welcome({ title, intro, children }: { title: string; intro?: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh content-start lg:grid-cols-2 lg:content-stretch">
      <div className="relative h-44 overflow-hidden sm:h-60 md:h-80 lg:order-2 lg:h-auto">
        <Scene className="absolute -bottom-[16vw] w-full lg:inset-0 lg:size-full" />
        <p className="font-mark absolute inset-x-0 top-0 hidden p-12 text-4xl leading-tight text-balance text-white/95 lg:block">
          Photographs, as&nbsp;they happen.
        </p>
      </div>
      <main className="mx-auto flex w-full max-w-sm flex-col px-6 py-8 lg:justify-center lg:py-12">
        <div className="mb-8 flex items-center gap-2.5">
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
