/** Thumbnails of the images in the list, created in the page: the server stores only the originals. */
import type { TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { useEffect, useState } from 'react';
import { downloadAttachment } from '../../../api/attachmentsApi.ts';
import { limitConcurrency } from '../limitConcurrency.ts';

type Of = { readonly ticket: TicketNumber; readonly attachment: TicketAttachment };

/** Pixels per side: twice the displayed size, for sharp high-density screens. */
const thumbnailSide = 128;
/** A larger picture is loaded only when the person opens it. */
const largestThumbnailBytes = 20 * 1024 * 1024;
const thumbnailTurns = limitConcurrency(3);

/** `url` is `null` until there is a thumbnail, and if there can be none. */
export type Thumbnail = { readonly url: string | null; readonly isDamaged: boolean };

const none: Thumbnail = { url: null, isDamaged: false };

/** Returns a thumbnail of an image once `isWanted`, or that the content is not a readable image. */
export function useThumbnail({ ticket, attachment }: Of, isWanted: boolean): Thumbnail {
  const { id, preview, sizeBytes } = attachment;
  const canHave = preview === 'image' && sizeBytes <= largestThumbnailBytes;
  const [thumbnail, setThumbnail] = useState(none);
  useEffect(() => {
    if (!isWanted || !canHave) return;
    const life = new AbortController();
    const { signal } = life;
    let made: string | null = null;
    thumbnailTurns(
      async () => shrink(await downloadAttachment(ticket, id, { signal })),
      signal,
    ).then(
      (small) => {
        if (signal.aborted) return;
        made = small && URL.createObjectURL(small);
        setThumbnail({ url: made, isDamaged: small === null });
      },
      // The icon stays, and the viewer shows the fault.
      () => undefined,
    );
    return () => {
      life.abort();
      if (made !== null) URL.revokeObjectURL(made);
      setThumbnail(none);
    };
  }, [ticket, id, isWanted, canHave]);
  return thumbnail;
}

/**
 * The middle of a picture as a small square: fifty photos in full size would need too much memory.
 * `null`: the picture cannot be decoded completely.
 */
async function shrink(picture: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (bitmap === null) return null;
  const { width, height } = bitmap;
  const side = Math.min(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = thumbnailSide;
  canvas.height = thumbnailSide;
  const [left, top] = [(width - side) / 2, (height - side) / 2];
  const pen = canvas.getContext('2d');
  if (pen) pen.imageSmoothingQuality = 'high';
  pen?.drawImage(bitmap, left, top, side, side, 0, 0, thumbnailSide, thumbnailSide);
  bitmap.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((small) => (small ? resolve(small) : reject(new Error('It cannot be drawn.'))));
  });
}
