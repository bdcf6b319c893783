/** Small pictures of the images in the list, made in the page: the server keeps the originals alone. */
import type { TicketNumber } from '@rooms-pro/core';
import type { TicketAttachment } from '@rooms-pro/core/contracts';
import { useEffect, useState } from 'react';
import { inTurn } from './inTurn.ts';
import { contentOf } from './wire.ts';

type Of = { readonly ticket: TicketNumber; readonly attachment: TicketAttachment };

/** Pixels a side: sharp at twice the size it is shown in. */
const thumbnailSide = 128;
/** A larger picture is fetched only when it is asked for. */
const largestThumbnailBytes = 20 * 1024 * 1024;
const thumbnailTurns = inTurn(3);

/** A small picture of an image once `isWanted`; `null` until then, and where there can be none. */
export function useThumbnail({ ticket, attachment }: Of, isWanted: boolean): string | null {
  const { id, preview, sizeBytes } = attachment;
  const canHave = preview === 'image' && sizeBytes <= largestThumbnailBytes;
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!isWanted || !canHave) return;
    const life = new AbortController();
    const { signal } = life;
    let made: string | null = null;
    thumbnailTurns(async () => shrink(await contentOf(ticket, id, { signal })), signal).then(
      (small) => {
        if (signal.aborted) return;
        made = URL.createObjectURL(small);
        setUrl(made);
      },
      // The icon stays, and opening it says what is wrong.
      () => undefined,
    );
    return () => {
      life.abort();
      if (made !== null) URL.revokeObjectURL(made);
      setUrl(null);
    };
  }, [ticket, id, isWanted, canHave]);
  return url;
}

/** The middle of a picture as a small square: fifty photos at their full size would fill the memory. */
async function shrink(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
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
