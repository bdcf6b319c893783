/** The button that sends a form: it shows that the request is under way, and cannot be pressed then. */
import { Button, type ButtonProps, Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ignoreDoubleClick } from './doubleClick.ts';

type Props = {
  /** The id of the form, where the button stands outside it. */
  readonly form?: string;
  readonly isPending: boolean;
  /** There is nothing to send yet. */
  readonly isEmpty?: boolean;
  readonly icon?: NonNullable<ButtonProps['icon']>;
  readonly children: ReactNode;
};

/** It keeps the focus while the request is under way, so that a keyboard stays where it is. */
export function SubmitButton({ form, isPending, isEmpty = false, icon, children }: Props) {
  const shown = isPending ? <Spinner size="extra-tiny" aria-hidden /> : icon;
  return (
    <Button
      appearance="primary"
      type="submit"
      {...(form === undefined ? {} : { form })}
      {...(shown === undefined ? {} : { icon: shown })}
      disabledFocusable={isPending || isEmpty}
      aria-busy={isPending}
      onClick={ignoreDoubleClick(() => undefined)}
    >
      {children}
    </Button>
  );
}
