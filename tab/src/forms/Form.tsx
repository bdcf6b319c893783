/** The only form of the tab: it never sends a text over its limit, and goes to the field instead. */
import type { FormEvent, ReactNode, RefObject } from 'react';

type Props = {
  readonly id?: string;
  readonly className?: string | undefined;
  readonly ref?: RefObject<HTMLFormElement | null>;
  readonly submit: () => void;
  readonly children: ReactNode;
};

const tooLong = '[data-too-long] :is(input, textarea)';

/** What is wrong is said at its field, by the form that sends and not by the browser. */
export function Form({ submit, children, ...form }: Props) {
  function check(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const field = event.currentTarget.querySelector<HTMLElement>(tooLong);
    if (field) field.focus();
    else submit();
  }
  return (
    <form {...form} noValidate onSubmit={check}>
      {children}
    </form>
  );
}
