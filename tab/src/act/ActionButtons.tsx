/** Buttons for the actions that are possible. An action that is not possible has no button. */
import { Button, type ButtonProps, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import { ignoreDoubleClick } from '../forms/doubleClick.ts';
import { labelFor, needsInput, type Offered, withAssignTo } from './actions.ts';
import type { Intention } from './intention.ts';
import { useAct } from './useAct.ts';

type Props = Omit<Intention, 'action'> & {
  readonly actions: readonly Offered[];
  readonly size?: ButtonProps['size'];
  /** If true, no button is highlighted. */
  readonly isQuiet?: boolean;
};

/** One button for each action. The first action is the one that people use most often. */
export function ActionButtons({ actions, size = 'medium', isQuiet = false, ...intention }: Props) {
  const { begin, isPending } = useAct();
  const [pressed, setPressed] = useState<Offered | null>(null);
  const hasOthers = (intention.assignees ?? []).length > 0;
  return withAssignTo(actions, hasOthers).map((action, index) => (
    <Button
      key={action}
      size={size}
      appearance={index === 0 && !isQuiet ? 'primary' : 'secondary'}
      disabledFocusable={isPending}
      {...(isPending && pressed === action
        ? { icon: <Spinner size="extra-tiny" aria-hidden />, 'aria-busy': true }
        : {})}
      onClick={ignoreDoubleClick(() => {
        // The submit button of a dialog shows that its own request is pending.
        setPressed(needsInput(action) ? null : action);
        begin({ ...intention, action });
      })}
    >
      {labelFor(action, intention)}
    </Button>
  ));
}
