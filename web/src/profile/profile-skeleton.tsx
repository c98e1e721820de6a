export const ProfileSkeleton = () => (
  <div aria-busy className="mx-auto max-w-4xl md:px-6 md:pt-8">
    <span className="sr-only">Loading</span>
    <div className="flex items-center gap-6 px-4 py-6 md:gap-12 md:pb-8">
      <div className="skeleton size-[84px] rounded-full md:size-[148px]" />
      <div className="grid flex-1 gap-4">
        <div className="skeleton h-5 w-40" />
        <div className="skeleton h-4 w-64 max-w-full" />
      </div>
    </div>
    <GridSkeleton />
  </div>
)

export const GridSkeleton = () => (
  <div className="grid grid-cols-3 gap-0.5 md:gap-1">
    {[1, 2, 3, 4, 5, 6].map(each => (
      <div key={each} className="skeleton aspect-square rounded-none" />
    ))}
  </div>
)
