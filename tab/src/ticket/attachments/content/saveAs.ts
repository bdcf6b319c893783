/** The way of an attachment onto a person's disk. */
import { sanitizeFileName } from '@rooms-pro/core';

/** Long enough for a browser to have taken the content over. */
const takenOverMs = 60_000;

/** Hands content to the browser to be kept as a file. */
export function saveAs(content: Blob, name: string): void {
  // Never as what its sender called it: a browser that opens it anyway must not run it as a page.
  const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = sanitizeFileName(name);
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), takenOverMs);
}
