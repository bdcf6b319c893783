/** Files that come by drag or paste while the face is shown. */
import { useEffect, useState } from 'react';
import { type Chosen, droppedFiles, pastedFiles } from './chosenFiles.ts';

const bringsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
/** What is below an open dialog takes nothing. */
const isDialogOpen = () => document.querySelector('dialog[open]') !== null;

/**
 * Hands on what is dropped anywhere on the page, and says whether files hang over it. Who may not
 * attach is kept from the browser's own way with a dropped file, which is to leave the page for it.
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
      // Between two elements of the page there is always a next one.
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

/** Hands on what is pasted, unless it is pasted into a field. */
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
