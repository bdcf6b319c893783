/** Buttons for the actions that are possible, and no others. */
import { Button, type ButtonProps, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import { ignoreDoubleClick } from '../forms/doubleClick.ts';
import { type Intention, useAct } from './ActProvider.tsx';
import { asksFirst, labelFor, type Offered, withAssignTo } from './actions.ts';

type Props = Omit<Intention, 'action'> & {
  readonly actions: readonly Offered[];
  readonly size?: ButtonProps['size'];
  /** None of them stands out. */
  readonly isQuiet?: boolean;
};

/** One button for each action; the first is the one most often meant. */
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
        // The button of a dialog shows its own request.
        setPressed(asksFirst(action) ? null : action);
        begin({ ...intention, action });
      })}
    >
      {labelFor(action, intention)}
    </Button>
  ));
}
