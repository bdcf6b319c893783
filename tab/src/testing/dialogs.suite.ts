/**
 * The modal dialog of a browser, as far as the tab depends on it: it moves the focus in and back, and
 * Escape cancels.
 */

const focusable = 'input:not([hidden]), textarea, select, button, a[href], [tabindex]';

/** jsdom has the element, but not its methods. */
export function installDialogs(): void {
  const focusedBefore = new WeakMap<HTMLDialogElement, Element | null>();
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      focusedBefore.set(this, document.activeElement);
      this.setAttribute('open', '');
      this.querySelector<HTMLElement>(focusable)?.focus();
    },
    close(this: HTMLDialogElement) {
      this.removeAttribute('open');
      const before = focusedBefore.get(this);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    const open = document.querySelector<HTMLDialogElement>('dialog[open]');
    if (open?.dispatchEvent(new Event('cancel', { cancelable: true }))) open.close();
  });
}
