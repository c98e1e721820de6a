export const FeedSkeleton = () => (
  <div aria-busy className="grid grid-cols-1 gap-6">
    <span className="sr-only">Loading</span>
    {[1, 2].map(each => (
      <div key={each} className="card p-4">
        <div className="flex items-center gap-3">
          <div className="skeleton size-9 rounded-full" />
          <div className="skeleton h-3 w-32" />
        </div>
        <div className="skeleton mt-4 aspect-[4/5] w-full" />
        <div className="skeleton mt-4 h-3 w-3/4" />
      </div>
    ))}
  </div>
)
