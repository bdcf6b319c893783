/** Saves an attachment to the disk of the person. */
import { sanitizeFileName } from '@rooms-pro/core';

/** After this time the browser has read the content. */
const takenOverMs = 60_000;

/** Passes content to the browser, which saves it as a file. */
export function saveAs(content: Blob, name: string): void {
  // Never with the content type of its sender: a browser that opens the file must not run it as a page.
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = sanitizeFileName(name);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), takenOverMs);
}
