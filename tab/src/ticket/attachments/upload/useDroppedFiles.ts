/** Files that a person drops or pastes while the attachments are visible. */
import { useEffect, useState } from 'react';
import { type Chosen, droppedFiles, pastedFiles } from './chosenFiles.ts';

const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
/** An open dialog blocks drops and pastes on the page below it. */
const isDialogOpen = () => document.querySelector('dialog[open]') !== null;

/**
 * Passes on files that are dropped anywhere on the page, and returns whether files are dragged over it.
 * Without the right to attach, it only prevents the default of the browser, which would leave the page
 * to open the file.
 */
export function useDroppedFiles(mayAttach: boolean, take: (chosen: Chosen) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    function over(event: DragEvent): void {
      if (!bringsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      const isWelcome = mayAttach && !isDialogOpen();
      event.dataTransfer.dropEffect = isWelcome ? 'copy' : 'none';
      setIsOver(isWelcome);
    }
    function leave(event: DragEvent): void {
      // Moving between two elements of the page always has a related target.
      if (event.relatedTarget === null) setIsOver(false);
    }
    function drop(event: DragEvent): void {
      if (!bringsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      setIsOver(false);
      if (mayAttach && !isDialogOpen()) take(droppedFiles(event.dataTransfer));
    }
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [mayAttach, take]);
  return isOver;
}

/** Passes on pasted files, unless the person pastes into a field. */
export function usePastedFiles(mayAttach: boolean, take: (chosen: Chosen) => void): void {
  useEffect(() => {
    if (!mayAttach) return;
    function paste(event: ClipboardEvent): void {
      const { target } = event;
      if (target instanceof HTMLElement && target.closest('input, textarea')) return;
      const files = pastedFiles(event.clipboardData, new Date());
      if (files.length === 0 || isDialogOpen()) return;
      event.preventDefault();
      take({ files, folders: 0 });
    }
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [mayAttach, take]);
}
