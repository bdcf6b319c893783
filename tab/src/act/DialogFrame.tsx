/** The frame of every dialog: a title, what is asked, and two ways out. */
import { Button } from '@fluentui/react-components';
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from 'react';
import styles from './ActDialog.module.css';

type Props = {
  readonly title: string;
  /** Of the form inside, which the second button sends. */
  readonly formId: string;
  /** `null`: there is nothing left to do here but close it. */
  readonly verb: string | null;
  readonly isPending: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
};

/** Focus goes back to where it came from; where that is gone, to the page. */
function returnFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    document.getElementById('page')?.focus({ preventScroll: true });
  });
}

/** Opens the dialog as long as it is drawn. */
export function useModal(): RefObject<HTMLDialogElement | null> {
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
export function DialogFrame(props: Props) {
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
        <Button onClick={props.close}>{props.verb === null ? 'Close' : 'Cancel'}</Button>
        {props.verb !== null && (
          <Button
            appearance="primary"
            type="submit"
            form={props.formId}
            disabledFocusable={props.isPending}
          >
            {props.verb}
          </Button>
        )}
      </div>
    </dialog>
  );
}
