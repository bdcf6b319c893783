/** The button that opens the file picker, and the drop target. */
import { Button } from '@fluentui/react-components';
import { ArrowUpload32Regular } from '@fluentui/react-icons/svg/arrow-upload';
import { Attach20Regular } from '@fluentui/react-icons/svg/attach';
import { useRef } from 'react';
import styles from '../Attachments.module.css';
import { toNamedFiles } from './chosenFiles.ts';
import type { NamedFile } from './uploads.ts';

/** Accepts several files of any type. On a phone the browser also offers the camera. */
export function AddFiles({ add }: { add: (files: readonly NamedFile[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files to attach"
        onChange={(event) => {
          add(toNamedFiles(event.target.files));
          // Without this reset, the same file could not be chosen again.
          event.target.value = '';
        }}
      />
      <Button
        appearance="primary"
        icon={<Attach20Regular />}
        className={styles.attach}
        onClick={() => input.current?.click()}
      >
        Attach files
      </Button>
    </>
  );
}

/** Covers the whole page while a person drags files over it. */
export function DropTarget({ what }: { what: string }) {
  return (
    <div className={styles.target} aria-hidden>
      <ArrowUpload32Regular />
      <span>{`Drop to attach to ${what}`}</span>
    </div>
  );
}
