import { Switch } from '../forms/switch.tsx'

type Choices = { commentsDisabled: boolean; hideLikes: boolean }

/** Who may comment on a post, and who sees its likes. */
export const PostChoices = ({
  commentsDisabled,
  hideLikes,
  onChange,
}: Choices & { onChange: (choices: Choices) => void }) => (
  <>
    <Switch label="Comments" on={!commentsDisabled} onChange={on => onChange({ commentsDisabled: !on, hideLikes })}>
      {commentsDisabled ? 'Nobody can comment.' : 'Anyone who can see the post can comment.'}
    </Switch>
    <Switch label="Hide likes" on={hideLikes} onChange={on => onChange({ commentsDisabled, hideLikes: on })}>
      {hideLikes ? 'Only you see how many people like it.' : 'Everyone sees how many people like it.'}
    </Switch>
  </>
)
