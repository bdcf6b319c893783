import { fireEvent, screen } from '@testing-library/react';
import { useCallback, useState } from 'react';
import { describe, expect, it } from 'vitest';
import { renderTab } from '../../../testing/renderTab.suite.tsx';
import { useDroppedFiles, usePastedFiles } from './useDroppedFiles.ts';

function Page({ mayAttach }: { mayAttach: boolean }) {
  const [names, setNames] = useState<readonly string[]>([]);
  const take = useCallback(
    ({ files }: { files: readonly { name: string }[] }) => setNames(files.map(({ name }) => name)),
    [],
  );
  const isOver = useDroppedFiles(mayAttach, take);
  usePastedFiles(mayAttach, take);
  return (
    <>
      <output>{isOver ? 'over' : names.join()}</output>
      <textarea aria-label="Message" />
    </>
  );
}

const file = new File(['x'], 'panel.log');
const entry = { isDirectory: false };
const items = [{ kind: 'file', getAsFile: () => file, webkitGetAsEntry: () => entry }];
const withFiles = () => ({ dataTransfer: { types: ['Files'], items, dropEffect: '' } });
const withText = () => ({ dataTransfer: { types: ['text/plain'], items: [], dropEffect: '' } });
/** jsdom has no drag events; a drag event is a mouse event. */
const leaveFor = (relatedTarget: Element | null) =>
  fireEvent(document.body, new MouseEvent('dragleave', { bubbles: true, relatedTarget }));
const pasted = { clipboardData: { files: [file] } };
const shown = () => screen.getByRole('status').textContent;
const openDialog = () => {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('open', '');
  document.querySelector('main')?.append(dialog);
};

describe('files that are dropped', () => {
  it('show the drop target over the page, and are accepted', () => {
    renderTab(<Page mayAttach />);
    // The browser leaves the page for a dropped file where nothing prevents that.
    expect(fireEvent.dragOver(document.body, withFiles())).toBe(false);
    expect(shown()).toBe('over');
    leaveFor(document.body);
    expect(shown()).toBe('over');
    leaveFor(null);
    expect(shown()).toBe('');
    fireEvent.dragOver(document.body, withFiles());
    expect(fireEvent.drop(document.body, withFiles())).toBe(false);
    expect(shown()).toBe('panel.log');
  });

  it.each([
    ['who may not attach', false, () => undefined],
    ['who has a dialog open', true, openDialog],
  ])(
    'are ignored on the page of a person %s, and do not leave the page',
    (_, mayAttach, prepare) => {
      renderTab(<Page mayAttach={mayAttach} />);
      prepare();
      expect(fireEvent.dragOver(document.body, withFiles())).toBe(false);
      expect(fireEvent.drop(document.body, withFiles())).toBe(false);
      expect(shown()).toBe('');
    },
  );

  it('do not include dragged text, which keeps its default', () => {
    renderTab(<Page mayAttach />);
    expect(fireEvent.dragOver(document.body, withText())).toBe(true);
    expect(fireEvent.drop(document.body, withText())).toBe(true);
    expect(shown()).toBe('');
  });
});

describe('files that are pasted', () => {
  it('are taken', () => {
    renderTab(<Page mayAttach />);
    expect(fireEvent.paste(document.body, pasted)).toBe(false);
    expect(shown()).toBe('panel.log');
  });

  it('are left to the focused field', () => {
    renderTab(<Page mayAttach />);
    expect(fireEvent.paste(screen.getByRole('textbox'), pasted)).toBe(true);
    expect(shown()).toBe('');
  });

  it('are not accepted below an open dialog, nor without the right to attach', () => {
    const { show } = renderTab(<Page mayAttach />);
    openDialog();
    fireEvent.paste(document.body, pasted);
    expect(shown()).toBe('');
    document.querySelector('dialog')?.remove();
    show(<Page mayAttach={false} />);
    fireEvent.paste(document.body, pasted);
    expect(shown()).toBe('');
  });
});
