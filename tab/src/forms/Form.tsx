/** The only form component of the tab. It never sends a text over its limit; it focuses the field instead. */
import type { FormEvent, ReactNode, RefObject } from 'react';

type Props = {
  readonly id?: string;
  readonly className?: string | undefined;
  readonly ref?: RefObject<HTMLFormElement | null>;
  readonly submit: () => void;
  readonly children: ReactNode;
};

const tooLong = '[data-too-long] :is(input, textarea)';

/** The form that sends shows faults at the fields; the validation of the browser is off. */
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
