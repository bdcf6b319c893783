/** The submit button of a form. During the request it shows the progress and cannot be pressed. */
import { Button, type ButtonProps, Spinner } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ignoreDoubleClick } from './doubleClick.ts';

type Props = {
  /** The id of the form, if the button is outside the form. */
  readonly form?: string;
  readonly isPending: boolean;
  /** There is nothing to send yet. */
  readonly isEmpty?: boolean;
  readonly icon?: NonNullable<ButtonProps['icon']>;
  readonly children: ReactNode;
};

/** Keeps the focus during the request, so that keyboard users keep their position. */
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
