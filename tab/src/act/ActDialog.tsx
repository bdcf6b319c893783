/** The dialogs that ask for words before a command is sent; loaded when first needed. */
import { Button } from '@fluentui/react-components';
import type { WireAction } from '@rooms-pro/core/contracts';
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react';
import styles from './ActDialog.module.css';
import type { Intention } from './ActProvider.tsx';
import { RespondForm } from './RespondForm.tsx';
import { SuppressForm } from './SuppressForm.tsx';

/** What every form in the dialog is given. */
export type FormProps = {
  readonly intention: Intention;
  readonly formId: string;
  readonly submit: (action: WireAction) => void;
};

type Props = {
  readonly intention: Intention;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly submit: (action: WireAction) => void;
};

/** Focus goes back to where it came from; where that is gone, to the page. */
function returnFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.getElementById('page')?.focus({ preventScroll: true });
  });
}

function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
      returnFocus();
    };
  }, []);
  return dialog;
}

/**
 * The browser's own dialog: it keeps the focus inside, makes the rest inert and closes on Escape
 * without any element of its own that a screen reader could stumble over.
 */
function Frame(
  props: Props & { title: string; formId: string; verb: string; children: ReactNode },
) {
  const titleId = useId();
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        props.close();
      }}
    >
      <h2 id={titleId}>{props.title}</h2>
      <div className={styles.content}>{props.children}</div>
      <div className={styles.buttons}>
        <Button onClick={props.close}>Cancel</Button>
        <Button
          appearance="primary"
          type="submit"
          form={props.formId}
          disabledFocusable={props.isPending}
        >
          {props.verb}
        </Button>
      </div>
    </dialog>
  );
}

/** Asks for the notes of a response, or for the length and reason of a suppression. */
export default function ActDialog(props: Props) {
  const formId = useId();
  const { intention, submit } = props;
  const isResponse = intention.action === 'respond';
  const Form = isResponse ? RespondForm : SuppressForm;
  return (
    <Frame
      {...props}
      formId={formId}
      title={isResponse ? `Respond to ${intention.what}` : `Suppress ${intention.what}`}
      verb={isResponse ? 'Respond' : 'Suppress'}
    >
      <Form intention={intention} formId={formId} submit={submit} />
    </Frame>
  );
}
